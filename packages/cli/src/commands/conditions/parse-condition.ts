import { UsageError } from "../../errors/usage-error.ts";

/** Condition as the library takes it. */
export type Condition = Readonly<Record<string, unknown>>;

const CONDITION =
  /^(?<path>[^=!<>^$*~]*(?:[$*^](?!=)[^=!<>^$*~]*)*)(?:(?<sign>==|!=|>=|<=|\^=|\$=|\*=|=|>|<|~)(?<text>.*))?$/s;
const OPERATORS: Readonly<Record<string, string>> = {
  "=": "eq",
  "==": "eq",
  "!=": "ne",
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
  "^=": "startsWith",
  "$=": "endsWith",
  "*=": "contains",
  "~": "like",
};
const TEXT_OPERATORS = ["startsWith", "endsWith", "contains", "like"];
const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
const HELP = "Write a path, an operator and a value, such as 'accuracy>0.9' or 'model=opus'.";

/** Parses a condition such as `accuracy>0.9`. @throws {UsageError} */
export function parseCondition(source: string): Condition {
  const { path = "", sign, text = "" } = CONDITION.exec(source)?.groups ?? {};
  const name = path.trim();
  if (name === "") throw new UsageError(`'${source}' is not a condition. ${HELP}`);
  if (sign === undefined) return { [name]: { exists: true } };
  const operator = OPERATORS[sign] as string;
  const value = text.trim();
  if (TEXT_OPERATORS.includes(operator)) return { [name]: { [operator]: textOf(value) } };
  if (!DATE.test(value)) return { [name]: { [operator]: literalOf(value) } };
  // The user may mean a date or its text: values of one type are never equal to, before or behind those of another.
  const either = [new Date(value), value].map((each) => ({ [name]: { [operator]: each } }));
  return operator === "ne" ? { and: either } : { or: either };
}

/** Parses a condition of the library from JSON. @throws {UsageError} */
export function parseJsonCondition(source: string): Condition {
  try {
    const parsed: unknown = JSON.parse(source);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as Condition;
  } catch (cause) {
    throw new UsageError(`--where-json is not JSON: ${(cause as Error).message}.`, { cause });
  }
  throw new UsageError(`--where-json must be a JSON object such as {"accuracy":{"gt":0.9}}, got '${source}'.`);
}

function literalOf(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return parsed;
  } catch {
    // Text without quotes.
  }
  return textOf(text);
}

function textOf(text: string): string {
  const quoted = /^(["'])(.*)\1$/s.exec(text)?.[2];
  return quoted ?? text;
}
