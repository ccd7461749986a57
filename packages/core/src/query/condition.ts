import { itemsIn } from "./items-in.ts";
import { OPERATORS, type OperatorName } from "./operators.ts";
import { type Candidate, type QueryField, readField } from "./query-field.ts";

/** Test of one field. */
export interface FieldTest {
  readonly kind: "test";
  readonly field: QueryField;
  /** The number of items of the field is tested, not its value. */
  readonly ofLength: boolean;
  readonly operator: OperatorName;
  readonly operand: unknown;
}

/** Parsed condition of a query: data that a medium may translate. */
export type Condition =
  | FieldTest
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition };

/** Tells whether a condition holds for a result. It alone decides what a query finds: a medium may only look at fewer results. */
export function holds(condition: Condition, candidate: Candidate): boolean {
  switch (condition.kind) {
    case "and":
      return condition.parts.every((part) => holds(part, candidate));
    case "or":
      return condition.parts.some((part) => holds(part, candidate));
    case "not":
      return !holds(condition.part, candidate);
    case "test": {
      const value = readField(condition.field, candidate);
      const tested = condition.ofLength ? itemsIn(value)?.length : value;
      return OPERATORS[condition.operator].holds(tested, condition.operand);
    }
  }
}
