import { MAX_DEPTH } from "./depth.ts";
import { setProperty } from "./set-property.ts";

/** Sixteen digits that begin a number, and are no fraction: the least an integer beyond 2^53 has. In strings it only costs time. */
const LONG_INTEGER = /(?:^|[-:,[\s])\d{16}/;
/** What Python writes and JSON does not know. */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);
/** Python neither writes nor reads integers with more digits; the time to convert one grows faster than its length. */
const MAX_DIGITS = 4300;

/**
 * Parses JSON as Python's `json` module writes it: bare `NaN`, `Infinity` and `-Infinity` are numbers, and an integer outside of
 * ±(2^53 − 1) is a bigint of its exact value. Everything else is what `JSON.parse` makes of it.
 *
 * The value may hold what JSON cannot: a record takes it through {@link encodeValue}. Not for text that this library wrote: JavaScript
 * prints large floating-point numbers as integers, too.
 *
 * @param parsed what `JSON.parse` made of the text, for a caller that has asked it already.
 * @throws {SyntaxError} for text that is neither JSON nor what Python writes; `NaN` in place of its numbers does not hide the rest.
 */
export function parsePythonJson(text: string, parsed?: unknown): unknown {
  if (LONG_INTEGER.test(text)) return new PythonJson(text).document();
  if (parsed !== undefined) return parsed;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.includes("NaN") || text.includes("Infinity")) return new PythonJson(text).document();
    throw error;
  }
}

/** A text on its way through the parser. Looks at each character once, whatever the text. */
class PythonJson {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value(0);
    if (this.#next() !== "") throw this.#unexpected();
    return value;
  }

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new SyntaxError(`JSON that is nested deeper than ${MAX_DEPTH} levels`);
    switch (this.#next()) {
      case "{":
        return this.#object(depth + 1);
      case "[":
        return this.#array(depth + 1);
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #object(depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    this.#at++;
    if (this.#take("}")) return result;
    do {
      if (this.#next() !== '"') throw this.#unexpected();
      const key = this.#string();
      if (!this.#take(":")) throw this.#unexpected();
      setProperty(result, key, this.#value(depth));
    } while (this.#take(","));
    if (!this.#take("}")) throw this.#unexpected();
    return result;
  }

  #array(depth: number): unknown[] {
    const result: unknown[] = [];
    this.#at++;
    if (this.#take("]")) return result;
    do result.push(this.#value(depth));
    while (this.#take(","));
    if (!this.#take("]")) throw this.#unexpected();
    return result;
  }

  #string(): string {
    const start = this.#at++;
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"')
      this.#at += this.#text[this.#at] === "\\" ? 2 : 1;
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #scalar(): unknown {
    const start = this.#at;
    let isInteger = true;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] as string;
      if (",:]} \n\r\t".includes(character)) break;
      if (".eE".includes(character)) isInteger = false;
    }
    const token = this.#text.slice(start, this.#at);
    if (WORDS.has(token)) return WORDS.get(token);
    const value: unknown = JSON.parse(token);
    if (!isInteger || Number.isSafeInteger(value)) return value;
    if (token.length > MAX_DIGITS)
      throw new SyntaxError(`An integer of ${token.length} digits; ${MAX_DIGITS} are the most`);
    return BigInt(token);
  }

  /** The next character that is no white space; none at the end. */
  #next(): string {
    while (this.#at < this.#text.length && " \n\r\t".includes(this.#text[this.#at] as string)) this.#at++;
    return this.#text[this.#at] ?? "";
  }

  #take(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at++;
    return true;
  }

  #unexpected(): SyntaxError {
    const found = this.#next();
    return new SyntaxError(
      found === "" ? "Unexpected end of JSON" : `Unexpected ${JSON.stringify(found)} at position ${this.#at} of JSON`,
    );
  }
}
