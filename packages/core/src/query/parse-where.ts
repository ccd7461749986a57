import { dateOf, timeOf } from "../codec/built-ins.ts";
import { MAX_DEPTH } from "../codec/depth.ts";
import { isPlainObject } from "../codec/plain/is-plain-object.ts";
import { given } from "../errors/given.ts";
import { nearestName } from "../options/nearest-name.ts";
import type { Condition, FieldTest } from "./condition.ts";
import { OPERATORS, type OperatorName, RANGES } from "./operators.ts";
import type { ParseField } from "./parse-field.ts";

const LENGTH = "length";
const NAMES = [...Object.keys(OPERATORS), LENGTH];

/**
 * Parses the condition of a query. Operands are copied.
 *
 * @throws {TypeError} for an unknown field, operator or word, which it names, and for an operand of the wrong type.
 */
export function parseWhere(where: unknown, parseField: ParseField, depth = 0): Condition {
  if (typeof where !== "object" || where === null || !isPlainObject(where)) {
    throw new TypeError(`A condition must be an object of fields and what they must be, got ${given(where)}.`);
  }
  if (depth > MAX_DEPTH) throw new TypeError(`Conditions may be nested ${MAX_DEPTH} levels deep at most.`);
  const inner = (part: unknown): Condition => parseWhere(part, parseField, depth + 1);
  const parts = Object.entries(where).flatMap(([key, wanted]): Condition[] => {
    switch (key) {
      case "not":
        return [{ kind: "not", part: inner(wanted) }];
      case "and":
      case "or":
        if (Array.isArray(wanted)) return [{ kind: key, parts: wanted.map(inner) }];
        throw new TypeError(`'${key}' takes a list of conditions, got ${given(wanted)}.`);
      default:
        return parseTests(key, wanted, parseField);
    }
  });
  return parts.length === 1 && parts[0] ? parts[0] : { kind: "and", parts };
}

/** Parses what a field must be: a value, or operators. */
function parseTests(path: string, wanted: unknown, parseField: ParseField): FieldTest[] {
  const field = parseField(path);
  const test = (operator: OperatorName, operand: unknown, ofLength: boolean, of: string): FieldTest => {
    const { takes, isOperand } = OPERATORS[operator];
    if (isOperand(operand)) return { kind: "test", field, ofLength, operator, operand: copied(operand) };
    const advice = operand === undefined ? "; { exists: false } finds what has no value" : "";
    throw new TypeError(`${of} must be ${takes}, got ${given(operand)}${advice}.`);
  };
  const lengthTest = (operator: OperatorName, operand: unknown): FieldTest => {
    const of = `'length' of '${path}'`;
    if (typeof operand !== "number" && operator !== "between")
      throw new TypeError(`${of} must be a number, got ${given(operand)}.`);
    return test(operator, operand, true, of);
  };
  if (!isOperators(wanted)) return [test("eq", wanted, false, `The value of '${path}'`)];
  return Object.entries(wanted).flatMap(([name, operand]) => {
    if (name !== LENGTH) return test(checkName(name, NAMES, `'${path}'`), operand, false, `'${name}' of '${path}'`);
    if (!isOperators(operand)) return lengthTest("eq", operand);
    return Object.entries(operand).map(([range, limit]) =>
      lengthTest(checkName(range, Object.keys(RANGES), `'length' of '${path}'`), limit),
    );
  });
}

function isOperators(wanted: unknown): wanted is Readonly<Record<string, unknown>> {
  return typeof wanted === "object" && wanted !== null && isPlainObject(wanted);
}

function checkName(name: string, names: readonly string[], of: string): OperatorName {
  if (names.includes(name)) return name as OperatorName;
  const nearest = nearestName(name, names);
  const advice = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  throw new TypeError(`Unknown operator ${given(name)} of ${of}.${advice} The operators are ${names.join(", ")}.`);
}

/** Copies an operand: the only objects in it are lists and dates. */
function copied(operand: unknown): unknown {
  if (typeof operand !== "object" || operand === null) return operand;
  return Array.isArray(operand) ? operand.map(copied) : dateOf(timeOf(operand as Date));
}
