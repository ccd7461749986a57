import type { ElementType } from "../library/element-type.ts";
import { FLOAT64, textType } from "../library/element-type.ts";

/** Data of a field of a table. */
export type Plain = number | boolean | string;

/** Truth values as integers, so that there is one for a missing value, too. */
const TRUTH: ElementType = { kind: "integer", size: 1, signed: true };
const MISSING = -1;

/** Column of a table that grows: of numbers, of truth values, or of text, which can represent both. */
export class Column {
  readonly name: string;
  readonly #cells: (Plain | undefined)[] = [];
  #kind: "number" | "boolean" | "string" | undefined;
  #textBytes = 1;

  constructor(name: string) {
    this.name = name;
  }

  /** Sets the cell of a row; rows between are missing. */
  set(row: number, value: Plain): void {
    const kind = typeof value as "number" | "boolean" | "string";
    this.#kind = this.#kind === undefined || this.#kind === kind ? kind : "string";
    this.#cells[row] = value;
    this.#textBytes = Math.max(this.#textBytes, Buffer.byteLength(String(value)));
  }

  get type(): ElementType {
    if (this.#kind === "number") return FLOAT64;
    return this.#kind === "boolean" ? TRUTH : textType(this.#textBytes);
  }

  /** Writes the cell of a row. */
  write(row: number, into: Buffer, at: number): void {
    const value = this.#cells[row];
    if (this.#kind === "number") into.writeDoubleLE(value === undefined ? Number.NaN : Number(value), at);
    else if (this.#kind === "boolean") into.writeInt8(value === undefined ? MISSING : Number(value), at);
    else into.fill(" ", at, at + this.#textBytes).write(value === undefined ? "" : String(value), at);
  }
}
