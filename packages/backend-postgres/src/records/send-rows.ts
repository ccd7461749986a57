import { isRefusedValue } from "../driver/postgres-error.ts";
import { limited } from "./row-statements.ts";

/** Rows to send, by their places in a batch. */
export interface RowsToSend {
  readonly places: readonly number[];
  /** Returns the approximate size of a row. */
  sizeOf(place: number): number;
  /** Sends rows in one statement. */
  send(places: readonly number[]): Promise<void>;
  /** Notes the error of the database for the one row that it refuses. */
  refuse(place: number, error: unknown): void;
}

/**
 * Sends rows in statements of limited size. If one fails because of a value, its rows are sent in smaller ones, so that only that value
 * fails.
 */
export async function sendRows({ places, sizeOf, send, refuse }: RowsToSend): Promise<void> {
  const trySome = async (some: readonly number[]): Promise<void> => {
    try {
      await send(some);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      const [only] = some;
      if (some.length === 1 && only !== undefined) return refuse(only, error);
      const half = some.length >> 1;
      await trySome(some.slice(0, half));
      await trySome(some.slice(half));
    }
  };
  for (const some of limited(places, sizeOf)) await trySome(some);
}
