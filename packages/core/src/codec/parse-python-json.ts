import { MAX_DEPTH } from "./depth.ts";
import { setProperty } from "./set-property.ts";

/**
 * Sixteen digits at the start of a number, not in its fraction: the minimum for an integer beyond 2^53. A match within a string only costs
 * time.
 */
const LONG_INTEGER = /(?:^|[-:,[\s])\d{16}/;
/** Literals of JSON, and those that only Python writes. */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);
/** Greatest number of digits in an integer that Python reads or writes; conversion time grows faster than the length. */
const MAX_DIGITS = 4300;

/**
 * Parses JSON as written by Python's `json` module: bare `NaN`, `Infinity` and `-Infinity` are numbers, and an integer outside ±(2^53 − 1)
 * becomes a bigint. Everything else is parsed as by `JSON.parse`.
 *
 * The value may contain numbers that JSON cannot represent; {@link encodeValue} encodes them. Not for text that this library wrote:
 * JavaScript writes large floating-point numbers like integers.
 *
 * @param parsed Result of `JSON.parse` for the text, if the caller has it already.
 * @throws {SyntaxError} for text that is neither JSON nor Python's extension of it.
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

/** Parser of one text. It visits each character once. */
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
    if (depth > MAX_DEPTH) throw new SyntaxError(`JSON is nested deeper than ${MAX_DEPTH} levels`);
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
      throw new SyntaxError(`An integer of ${token.length} digits exceeds the limit of ${MAX_DIGITS}`);
    return BigInt(token);
  }

  /** Returns the next character that is not white space; an empty text at the end. */
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
