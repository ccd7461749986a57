import { given } from "../errors/given.ts";
import { compareCodePoints } from "../ids/compare-code-points.ts";
import type { ParseField } from "./parse-field.ts";
import { type Candidate, type QueryField, readField } from "./query-field.ts";
import { compareValues } from "./value-order.ts";

/** Term of an order: a field of the value or of the record. */
export interface OrderTerm {
  readonly field: QueryField;
  readonly isDescending: boolean;
}

/** Place of a result in an order: the values of the terms, and the id. */
export interface OrderPlace {
  readonly values: readonly unknown[];
  readonly id: string;
}

/** Order of the results of a query. It is total: results that are equal in all terms are ordered by id. */
export class Order {
  readonly terms: readonly OrderTerm[];
  /** The last term, the id, is descending. */
  readonly isIdDescending: boolean;
  /** Text of the order, by which a cursor is told from one of another order. */
  readonly text: string;

  constructor(terms: readonly OrderTerm[], isIdDescending: boolean, text: string) {
    this.terms = terms;
    this.isIdDescending = isIdDescending;
    this.text = text;
  }

  /** The order is that of the ids alone, in which records are listed. */
  get isOfIds(): boolean {
    return this.terms.length === 0;
  }

  placeOf(candidate: Candidate): OrderPlace {
    return { values: this.terms.map(({ field }) => readField(field, candidate)), id: candidate.id };
  }

  compare(a: OrderPlace, b: OrderPlace): number {
    for (const [i, { isDescending }] of this.terms.entries()) {
      const order = compareValues(a.values[i], b.values[i]);
      if (order !== 0) return isDescending ? -order : order;
    }
    const order = compareCodePoints(a.id, b.id);
    return this.isIdDescending ? -order : order;
  }
}

/**
 * Parses the order of a query.
 *
 * @throws {TypeError} for anything but a list of paths, and for an unknown field, which it names.
 */
export function parseOrder(orderBy: unknown, parseField: ParseField): Order {
  if (orderBy === undefined) return new Order([], false, "[]");
  if (!Array.isArray(orderBy)) throw new TypeError(`orderBy must be a list of paths, got ${given(orderBy)}.`);
  const terms: OrderTerm[] = [];
  let isIdDescending = false;
  for (const term of orderBy as readonly unknown[]) {
    if (typeof term !== "string") throw new TypeError(`A path of orderBy must be a text, got ${given(term)}.`);
    const isDescending = term.startsWith("-");
    const path = isDescending ? term.slice(1) : term;
    if (path === "id") {
      isIdDescending = isDescending;
      break; // No two results have one id: later terms decide nothing.
    }
    terms.push({ field: parseField(path), isDescending });
  }
  return new Order(terms, isIdDescending, JSON.stringify(orderBy));
}
