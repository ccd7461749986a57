import { prefixUpperBound } from "../ids/prefix-upper-bound.ts";
import type { Condition, FieldTest } from "./condition.ts";
import type { OperatorName } from "./operators.ts";
import { RANK, rankOf } from "./value-order.ts";

/** Rank of a value that plain JSON can be; see {@link RANK}. Dates are none: they have a type beside the data. */
export type StoredRank = 0 | 1 | 2 | 3 | 4 | 6 | 7;

/** Stored values of one rank; numbers and text may have bounds, which both belong to it. */
export interface StoredInterval {
  readonly rank: StoredRank;
  readonly from?: number | string | undefined;
  readonly to?: number | string | undefined;
}

/** Test of a field of the stored form. */
export interface StoredTest {
  readonly kind: "within";
  readonly keys: readonly string[];
  /** The value is in one of these; in none if there are none. */
  readonly intervals: readonly StoredInterval[];
  /** The value is a text that contains this one. */
  readonly contains?: string | undefined;
}

/**
 * Condition over the stored form. Each result that fulfils the condition of a query fulfils it, but not only those: it tells a medium what it
 * need not look at. It says nothing about records of another version than the model's, and a test nothing about records with a type, such as
 * `Date`, at the first key of its field: these must be looked at.
 */
export type Narrowing =
  | { readonly kind: "any" }
  | { readonly kind: "all" | "some"; readonly parts: readonly Narrowing[] }
  | StoredTest;

const ANY: Narrowing = { kind: "any" };
const RANKS: readonly StoredRank[] = [0, 1, 2, 3, 4, 6, 7];

/** Operators that hold where another one does not. */
const OPPOSITES: Partial<Readonly<Record<OperatorName, OperatorName>>> = {
  eq: "ne",
  ne: "eq",
  in: "notIn",
  notIn: "in",
};

/** Translates a condition. Where a field is not as it was stored, or a test cannot be translated, anything may fulfil it. */
export function narrowingOf(condition: Condition, isNegated = false): Narrowing {
  switch (condition.kind) {
    case "not":
      return narrowingOf(condition.part, !isNegated);
    case "test": {
      const test = isNegated ? opposite(condition) : condition;
      return test ? ofTest(test) : ANY;
    }
    default: {
      const parts = condition.parts.map((part) => narrowingOf(part, isNegated));
      return (condition.kind === "and") === isNegated ? some(parts) : all(parts);
    }
  }
}

function all(parts: readonly Narrowing[]): Narrowing {
  const narrowing = parts
    .filter((part) => part.kind !== "any")
    .flatMap((part) => (part.kind === "all" ? part.parts : part));
  return narrowing.length === 0 ? ANY : joined("all", narrowing);
}

function some(parts: readonly Narrowing[]): Narrowing {
  if (parts.some((part) => part.kind === "any")) return ANY;
  return joined(
    "some",
    parts.flatMap((part) => (part.kind === "some" ? part.parts : part)),
  );
}

/** Conditions may be nested deeply, narrowings are not. */
function joined(kind: "all" | "some", parts: readonly Narrowing[]): Narrowing {
  const [first] = parts;
  return first && parts.length === 1 ? first : { kind, parts };
}

function opposite(test: FieldTest): FieldTest | undefined {
  if (test.ofLength) return undefined;
  if (test.operator === "exists") return { ...test, operand: !test.operand };
  const operator = OPPOSITES[test.operator];
  return operator && { ...test, operator };
}

function ofTest({ field, operator, operand, ofLength }: FieldTest): Narrowing {
  if ("record" in field || !field.isStored) return ANY;
  const within = (intervals: readonly StoredInterval[], contains?: string): Narrowing => ({
    kind: "within",
    keys: field.keys,
    intervals,
    contains,
  });
  // Whatever else an item may be, it is that of a list.
  if (ofLength) return within([{ rank: RANK.other }]);
  switch (operator) {
    case "eq":
      return within(equal(operand));
    case "in":
      return within((operand as readonly unknown[]).flatMap(equal));
    case "gt":
    case "gte":
      return within(from(operand));
    case "lt":
    case "lte":
      return within(to(operand));
    case "between": {
      const [first, last] = operand as readonly [unknown, unknown];
      const [least] = from(first);
      const [greatest] = to(last);
      return within(least && greatest?.rank === least.rank ? [{ ...greatest, ...least }] : []);
    }
    case "exists":
      return within(RANKS.filter((rank) => (rank !== RANK.missing) === operand).map((rank) => ({ rank })));
    case "startsWith":
      return within([beginningWith(operand as string)]);
    case "like":
      return within([beginningWith(/^[^%_\\]*/.exec(operand as string)?.[0] ?? "")]);
    case "endsWith":
    case "contains":
      return within([{ rank: RANK.text }], wellFormed(operand as string) || undefined);
    case "has":
    case "hasAny":
    case "hasAll":
      return within([{ rank: RANK.other }]);
    default:
      return ANY;
  }
}

function equal(operand: unknown): readonly StoredInterval[] {
  const rank = rankOf(operand);
  if (rank >= RANK.number) return from(operand).map((least) => ({ ...least, ...to(operand)[0] }));
  return [{ rank: rank as StoredRank }];
}

/** Stored values from an operand on, of its type; none of a type that plain JSON does not have. */
function from(operand: unknown): readonly StoredInterval[] {
  if (typeof operand === "string") return [{ rank: RANK.text, from: wellFormed(operand) }];
  const number = numberOf(operand);
  return number === undefined ? [] : [{ rank: RANK.number, from: number - slack(number) }];
}

/** Stored values up to an operand. */
function to(operand: unknown): readonly StoredInterval[] {
  if (typeof operand === "string") return [{ rank: RANK.text, to: wellFormed(operand) }];
  const number = numberOf(operand);
  return number === undefined ? [] : [{ rank: RANK.number, to: number + slack(number) }];
}

function numberOf(operand: unknown): number | undefined {
  const number = typeof operand === "bigint" ? Number(operand) : operand;
  return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
}

/** A medium may read a decimal fraction as the next double. Core decides about what lies that near. */
function slack(number: number): number {
  return Number.isSafeInteger(number) || !Number.isFinite(number) ? 0 : Math.abs(number) * 2 ** -50 + Number.MIN_VALUE;
}

function beginningWith(text: string): StoredInterval {
  return { rank: RANK.text, from: wellFormed(text), to: text.isWellFormed() ? prefixUpperBound(text) : undefined };
}

/** A driver would bind a lone surrogate as another character. */
function wellFormed(text: string): string | undefined {
  return text.isWellFormed() ? text : undefined;
}
