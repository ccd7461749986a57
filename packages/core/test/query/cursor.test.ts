import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "../../src/query/cursor.ts";
import { Order } from "../../src/query/order.ts";

const order = (terms: number, text = "[]"): Order =>
  new Order(
    Array.from({ length: terms }, (_, i) => ({ field: { keys: [String(i)], isStored: false }, isDescending: false })),
    false,
    text,
  );

test("a place is read back as one that compares equal", () => {
  const value = fc.oneof(
    fc.constantFrom(
      undefined,
      null,
      true,
      false,
      -0,
      Number.NaN,
      -Infinity,
      2n ** 70n,
      new Date(5),
      new Date(Number.NaN),
    ),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("\ud800", []),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
      const by = order(values.length);
      const place = { values, id: "a/ü" };
      expect(by.compare(decodeCursor(by, encodeCursor(by, place)), place)).toBe(0);
    }),
  );
});

test("any other text is a TypeError", () => {
  const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const forged = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString("base64url")),
    fc.tuple(fc.constant("[]"), fc.anything(), fc.anything()).map((parts) => {
      try {
        return json(parts);
      } catch {
        return "";
      }
    }),
    fc.constantFrom(
      json(["[]", "..", [1]]),
      json(["[]", "a", [4, "1.5n"]]),
      json(["[]", "a", [9, ""]]),
      json(["[]", "a"]),
    ),
  );
  fc.assert(
    fc.property(forged, (text) => {
      try {
        const { values, id } = decodeCursor(order(1), text);
        expect([values.length, typeof id]).toEqual([1, "string"]); // It happens to be one.
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
        expect((error as Error).message).toMatch(/^after must be the cursor/);
      }
    }),
  );
});
