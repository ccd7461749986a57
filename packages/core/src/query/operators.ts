import { itemsIn } from "./items-in.ts";
import { matchesPattern } from "./matches-pattern.ts";
import { compareInRange, equals, isNotANumber, RANK, rankOf } from "./value-order.ts";

/** Operator of a condition. */
export interface Operator {
  /** Operand that it takes, for messages. */
  readonly takes: string;
  isOperand(operand: unknown): boolean;
  /** Decides about a value; `undefined` is a missing one. */
  holds(value: unknown, operand: unknown): boolean;
}

const SCALAR = "text, a number, a bigint, a date, true, false or null";
const ORDERED = "text, a number, a bigint or a date";

function operator<Operand>(
  takes: string,
  isOperand: (operand: unknown) => boolean,
  holds: (value: unknown, operand: Operand) => boolean,
): Operator {
  return { takes, isOperand, holds: (value, operand) => holds(value, operand as Operand) };
}

const isScalar = (operand: unknown): boolean => operand !== undefined && rankOf(operand) !== RANK.other;
const isListOf =
  (isItem: (item: unknown) => boolean) =>
  (operand: unknown): boolean =>
    Array.isArray(operand) && operand.every(isItem);
const isText = (operand: unknown): boolean => typeof operand === "string";
const isOrdered = (operand: unknown): boolean =>
  !isNotANumber(operand) && rankOf(operand) >= RANK.number && rankOf(operand) <= RANK.text;

function range(holds: (order: number) => boolean): Operator {
  return operator(`${ORDERED}, which is not NaN`, isOrdered, (value, operand) => {
    const order = compareInRange(value, operand);
    return order !== undefined && holds(order);
  });
}

function text(holds: (value: string, operand: string) => boolean): Operator {
  return operator("text", isText, (value, operand: string) => typeof value === "string" && holds(value, operand));
}

const scalars = (holds: (value: unknown, operand: readonly unknown[]) => boolean): Operator =>
  operator(`a list of ${SCALAR}`, isListOf(isScalar), holds);

const has = (value: unknown, item: unknown): boolean => itemsIn(value)?.some((each) => equals(each, item)) ?? false;
const isOneOf = (value: unknown, operand: readonly unknown[]): boolean => operand.some((each) => equals(value, each));

type RangeName = "gt" | "gte" | "lt" | "lte" | "between";
type TextName = "startsWith" | "endsWith" | "contains" | "like";

/** Name of an operator. */
export type OperatorName = RangeName | TextName | "eq" | "ne" | "in" | "notIn" | "exists" | "has" | "hasAny" | "hasAll";

/** Operators on values that have an order. */
export const RANGES: Readonly<Record<RangeName, Operator>> = {
  gt: range((order) => order > 0),
  gte: range((order) => order >= 0),
  lt: range((order) => order < 0),
  lte: range((order) => order <= 0),
  between: operator<readonly [unknown, unknown]>(
    `a list of two: ${ORDERED}, which is not NaN`,
    (operand) => isListOf(isOrdered)(operand) && (operand as readonly unknown[]).length === 2,
    (value, [first, last]) => RANGES.gte.holds(value, first) && RANGES.lte.holds(value, last),
  ),
};

/** All operators, by name. `length` is none of them, since it takes conditions itself. */
export const OPERATORS: Readonly<Record<OperatorName, Operator>> = {
  eq: operator(SCALAR, isScalar, equals),
  ne: operator(SCALAR, isScalar, (value, operand) => !equals(value, operand)),
  in: scalars(isOneOf),
  notIn: scalars((value, operand) => !isOneOf(value, operand)),
  ...RANGES,
  exists: operator(
    "true or false",
    (operand) => typeof operand === "boolean",
    (value, operand: boolean) => {
      return (value !== undefined) === operand;
    },
  ),
  startsWith: text((value, operand) => value.startsWith(operand)),
  endsWith: text((value, operand) => value.endsWith(operand)),
  contains: text((value, operand) => value.includes(operand)),
  like: text(matchesPattern),
  has: operator(SCALAR, isScalar, has),
  hasAny: scalars((value, operand) => operand.some((item) => has(value, item))),
  hasAll: scalars((value, operand) => itemsIn(value) !== undefined && operand.every((item) => has(value, item))),
};
