import { compareValues, RANK, rankOf } from "./value-order.ts";

/** Running result over the values of one field. */
export interface Measure {
  /** Adds a value; a missing one and `null` are left out. */
  add(value: unknown): void;
  /** Result so far; `null` if no value counted. */
  readonly result: unknown;
}

/** Sum of numbers and bigints, in the order of the ids; other values are left out. It is a bigint if all values are. */
export class Sum implements Measure {
  #numbers: number | undefined;
  #bigints: bigint | undefined;
  count = 0;

  add(value: unknown): void {
    if (typeof value === "number") this.#numbers = (this.#numbers ?? 0) + value;
    else if (typeof value === "bigint") this.#bigints = (this.#bigints ?? 0n) + value;
    else return;
    this.count++;
  }

  get result(): number | bigint | null {
    if (this.#numbers === undefined) return this.#bigints ?? null;
    return this.#numbers + Number(this.#bigints ?? 0n);
  }
}

/** Mean of numbers and bigints, as a number; other values are left out. */
export class Mean implements Measure {
  readonly #sum = new Sum();

  add(value: unknown): void {
    this.#sum.add(value);
  }

  get result(): number | null {
    const sum = this.#sum.result;
    return sum === null ? null : Number(sum) / this.#sum.count;
  }
}

/** First or last value in the total order of values; lists and other values without an order are left out. */
export class Extreme implements Measure {
  readonly #sign: 1 | -1;
  result: unknown = null;

  /** @param sign 1 for the least value, -1 for the greatest. */
  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  add(value: unknown): void {
    if (value === undefined || value === null || rankOf(value) === RANK.other) return;
    if (this.result === null || this.#sign * compareValues(value, this.result) < 0) this.result = value;
  }
}
