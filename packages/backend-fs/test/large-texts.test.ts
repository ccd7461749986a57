import { existsSync } from "node:fs";
import { join } from "node:path";
import { isResultsError, ModelRegistry } from "@results-manager/core";
import { failureOf, tempFolder } from "@results-manager/testing";
import { any } from "valibot";
import { expect, test, vi } from "vitest";
import { FileBackend } from "../src/index.ts";
import { decodeInParts } from "../src/reading/read-file.ts";

const registry = new ModelRegistry();
const Anything = registry.register("Anything", any());

test.each([1, 2, 3, 5, 1000])("a text that is decoded in parts of %i bytes is whole", (partBytes) => {
  const text = "\ufeffa\u00e9\u6f22\u{1f600}\ufffd".repeat(7);
  expect(decodeInParts(Buffer.from(text), partBytes)).toEqual({ text });
  expect(decodeInParts(Buffer.from([0x61, 0xff]), partBytes)).toMatchObject({ malformed: true });
  expect(decodeInParts(Buffer.from([0x61, 0xe2, 0x82]), partBytes)).toMatchObject({ malformed: true });
});

test.each(["full", "process"] as const)(
  "what is longer than a text may be is VALUE_TOO_LARGE, and its neighbours are written, with durability %s",
  async (durability) => {
    const folder = tempFolder();
    await using results = new FileBackend(folder, { registry, durability });
    await results.set("before", 1, { model: Anything });
    const real = JSON.stringify;
    // As JavaScript answers where a text would have more than half a gigabyte, which would take long to make.
    const spy = vi.spyOn(JSON, "stringify").mockImplementation((...args: Parameters<typeof JSON.stringify>) => {
      const text = real(...args);
      if (text?.includes("the large one")) throw new RangeError("Invalid string length");
      return text;
    });
    try {
      const [large, small] = await Promise.all([
        failureOf(results.set("large", "the large one", { model: Anything })),
        results.set("small", 1, { model: Anything }),
      ]);
      expect(isResultsError(large, "VALUE_TOO_LARGE")).toBe(true);
      expect(large).toMatchObject({ id: "large", cause: expect.any(RangeError) });
      expect(small).toBe(true);
      expect(await failureOf(results.update("before", Anything, () => "the large one"))).toMatchObject({
        code: "VALUE_TOO_LARGE",
      });
    } finally {
      spy.mockRestore();
    }
    expect(existsSync(join(folder, "large.json"))).toBe(false);
    expect(await results.get("before", Anything)).toBe(1);
  },
);
