import { dateOf, timeOf } from "../codec/built-ins.ts";
import { given } from "../errors/given.ts";
import { parseId } from "../ids/result-id.ts";
import type { Order, OrderPlace } from "./order.ts";
import { RANK, rankOf } from "./value-order.ts";

/** Value of a place as JSON: its rank, and for a type with several values a text of it. */
export type EncodedTerm = readonly [rank: number, text?: string];

/** Values of the types that have a single one, or no order, by rank. */
const SINGLE: readonly unknown[] = [undefined, null, false, true];
const OTHER = {};

/** Encodes a place as a cursor: the query with the same order continues behind it. */
export function encodeCursor(order: Order, { values, id }: OrderPlace): string {
  return Buffer.from(JSON.stringify([order.text, id, ...values.map(encodeTerm)])).toString("base64url");
}

/** Decodes a cursor. @throws {TypeError} for another text, and for a cursor of another order. */
export function decodeCursor(order: Order, cursor: unknown): OrderPlace {
  const refuse = (reason: string, cause?: unknown): TypeError =>
    new TypeError(`after must be the cursor of a result of the same query, ${reason}.`, { cause });
  if (typeof cursor !== "string") throw refuse(`got ${given(cursor)}`);
  let id: string;
  let values: unknown[];
  try {
    const [text, last, ...terms] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as [
      string,
      string,
      ...unknown[],
    ];
    if (text !== order.text) throw refuse(`got one of the order ${given(text)} for the order ${order.text}`);
    id = parseId(last);
    values = terms.map((term) => decodeTerm(term as EncodedTerm));
  } catch (error) {
    throw error instanceof TypeError && error.message.startsWith("after ")
      ? error
      : refuse(`got ${given(cursor)}`, error);
  }
  if (values.length === order.terms.length) return { values, id };
  throw refuse(`got ${given(cursor)}`);
}

/** Encodes the value of a term. */
export function encodeTerm(value: unknown): EncodedTerm {
  const rank = rankOf(value);
  if (rank === RANK.number) return [rank, typeof value === "bigint" ? `${value}n` : String(value)];
  if (rank === RANK.date) return [rank, String(timeOf(value as Date))];
  return rank === RANK.text ? [rank, value as string] : [rank];
}

function decodeTerm([rank, text]: EncodedTerm): unknown {
  if (rank < SINGLE.length) return SINGLE[rank];
  if (rank === RANK.other) return OTHER;
  if (typeof text !== "string") throw new RangeError("The term has no value.");
  if (rank === RANK.text) return text;
  if (rank === RANK.date) return dateOf(Number(text));
  if (rank === RANK.number) return text.endsWith("n") ? BigInt(text.slice(0, -1)) : Number(text);
  throw new RangeError("The term has no type.");
}
