import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePythonJson } from "../../src/codec/parse-python-json.ts";

describe("parsePythonJson", () => {
  it.each([
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["-Infinity", Number.NEGATIVE_INFINITY],
    [
      ' {"a": [NaN, {"b":-Infinity}], "NaN": "NaN, Infinity \\" NaN"} ',
      { a: [Number.NaN, { b: Number.NEGATIVE_INFINITY }], NaN: 'NaN, Infinity " NaN' },
    ],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["-9007199254740993", -9007199254740993n],
    ["18446744073709551616", 18446744073709551616n],
    [
      '[9007199254740993, 0.30000000000000004, 1234567890123456.5, 1e+22, -0.0, "9007199254740993"]',
      [9007199254740993n, 0.30000000000000004, 1234567890123456.5, 1e22, -0, "9007199254740993"],
    ],
    ['{"9007199254740993": 1, "a": 1, "a": 9007199254740993}', { "9007199254740993": 1, a: 9007199254740993n }],
    ["9".repeat(4300), BigInt("9".repeat(4300))],
  ])("reads %s", (text, value) => {
    expect(parsePythonJson(text)).toStrictEqual(value);
  });

  it("takes __proto__ for a key", () => {
    const read = parsePythonJson('{"__proto__": {"x": NaN}}') as object;
    expect(Object.keys(read)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it.each([
    "",
    "nan",
    "-NaN",
    "+Infinity",
    "NaN NaN",
    "[NaN",
    "[NaN,]",
    '{"a":NaN,}',
    "{NaN: 1}",
    '{"a" NaN}',
    '"NaN',
    '[NaN, "\\',
    '[NaN, "\\"',
    "[NaN, tru]",
    "[NaN, 01]",
    "[NaN, \u00a01]",
    '[NaN, "\n"]',
    "[0001234567890123456789]",
    "12345678901234567890 1",
    `[${"9".repeat(4301)}]`,
  ])("refuses %j", (text) => {
    expect(() => parsePythonJson(text)).toThrow(SyntaxError);
  });

  it("refuses deep nesting instead of exhausting the stack", () => {
    expect(() => parsePythonJson(`${"[".repeat(1e6)}NaN`)).toThrow(/nested deeper than 1000 levels/);
    const deepest = `${"[".repeat(999)}[NaN]${"]".repeat(999)}`;
    expect(JSON.stringify(parsePythonJson(deepest))).toBe(deepest.replace("NaN", "null"));
  });

  it("reads a text of a million characters of any kind", () => {
    const digits = "7".repeat(1e6);
    expect(() => parsePythonJson(digits)).toThrow(/1000000 digits/);
    expect(parsePythonJson(`["${digits}", NaN]`)).toEqual([digits, Number.NaN]);
    expect(parsePythonJson(`["${"\\\\".repeat(5e5)}", NaN]`)).toEqual(["\\".repeat(5e5), Number.NaN]);
    expect(parsePythonJson(`[${" ".repeat(1e6)}NaN]`)).toEqual([Number.NaN]);
  });

  it("hands through what JSON.parse made of a text that needs no more", () => {
    const parsed = { a: 0.30000000000000004 };
    expect(parsePythonJson(JSON.stringify(parsed), parsed)).toBe(parsed);
  });

  it("reads as JSON.parse whatever JSON.parse reads, but for large integers", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        // The long text makes the parser look at everything by itself.
        const text = JSON.stringify(["9999999999999999", value], null, indent);
        fc.pre(!/(?<![\d.])\d{16}(?!9*")/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')));
        expect(parsePythonJson(text)).toStrictEqual(JSON.parse(text));
      }),
    );
  });

  it("refuses what JSON.parse refuses, in texts made of its own characters", () => {
    const token = fc.constantFrom("[", "]", "{", "}", ",", ":", '"a"', "1", "-", "NaN", " ", "null", '"', "\\");
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = tokens.join("");
        // NaN within a text is a part of it: "\\NaN" is no escape, though "\\null" begins with one.
        const strict = text.replace(/"(?:[^"\\]|\\.)*"|NaN/g, (part) => (part === "NaN" ? "null" : part));
        let expected: string;
        try {
          expected = JSON.stringify(JSON.parse(strict));
        } catch {
          if (text.includes("NaN")) expect(() => parsePythonJson(text)).toThrow(SyntaxError);
          return;
        }
        expect(JSON.stringify(parsePythonJson(text))).toBe(expected);
      }),
      { numRuns: 2000, examples: [[['"', "\\", "NaN", '"']]] },
    );
  });
});
