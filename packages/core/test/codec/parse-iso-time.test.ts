import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIsoTime } from "../../src/codec/parse-iso-time.ts";

test("every time that can be written is read as Date does", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(parseIsoTime(date.toISOString())).toBe(date.getTime());
    }),
  );
});

test("texts that differ in one character are read as Date does", () => {
  const usual = "2026-11-27T09:58:36.407Z";
  fc.assert(
    fc.property(fc.nat(23), fc.constantFrom(..."0123456789-+:.TZ x"), (at, char) => {
      const text = usual.slice(0, at) + char + usual.slice(at + 1);
      expect(parseIsoTime(text)).toBe(Date.parse(text));
    }),
    { numRuns: 500 },
  );
});

test.each([
  "2026-02-28T23:59:59.999Z",
  "2026-02-29T00:00:00.000Z",
  "2024-02-29T00:00:00.000Z",
  "2026-12-28T24:00:00.000Z",
  "2026-12-28T24:00:00.001Z",
  "2026-12-28T23:60:00.000Z",
  "2026-12-28T23:59:60.000Z",
  "2026-12-28T23:59:59.999Zx",
  "2026-12-31T24:00:00.000Z",
  "2026-12-31T23:60:00.000Z",
  "2026-12-31T23:59:60.000Z",
  "2026-00-10T00:00:00.000Z",
  "2026-13-10T00:00:00.000Z",
  "2026-10-00T00:00:00.000Z",
  "0000-01-01T00:00:00.000Z",
  "0099-01-01T00:00:00.000Z",
  "0100-01-01T00:00:00.000Z",
  "2026-01-01T00:00:00Z",
  "2026-01-01",
  "",
])("'%s' is read as Date does", (text) => expect(parseIsoTime(text)).toBe(Date.parse(text)));
