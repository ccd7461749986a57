import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePath } from "../../src/fields/parse-path.ts";
import { field } from "../../src/query/field.ts";

test("field() makes a path of any keys, which is read back as they are", () => {
  const key = fc.oneof(fc.constantFrom("and", "or", "not", "id", "$x", "-x", ".", "\\", "", "__proto__"), fc.string());
  fc.assert(
    fc.property(fc.tuple(key), fc.array(key, { maxLength: 3 }), ([first], rest) => {
      const path = field(first, ...rest);
      expect(parsePath(path)).toEqual([first, ...rest]);
      expect(path).not.toMatch(/^(?:and|or|not|id)$|^[$-]/);
    }),
  );
});

test("keys that are no texts, or none, are refused", () => {
  expect(() => field(...([] as unknown as [string]))).toThrow(TypeError);
  expect(() => field("a", 1 as unknown as string)).toThrow('got "a", 1');
  expect(() => parsePath(7 as unknown as string)).toThrow(TypeError);
});
