import { expect, test } from "vitest";
import { internalContent } from "../../src/records/internal-record.ts";
import { VoidStorage } from "../../src/void/void-storage.ts";

const content = internalContent("test", 1, 0);

test("everything is written, and nothing is stored", async () => {
  const registry = { findModel: () => undefined } as never;
  const storage = new VoidStorage({ registry });
  expect(storage.registry).toBe(registry);
  expect(storage.supports).toMatchObject({ retains: false, persistent: false, crossProcess: false, evicts: true });
  const written = await storage.write("results", [
    { key: "a", condition: "any", content },
    { key: "a", condition: "absent", content },
    { key: "a", condition: { unchanged: 1 }, content },
  ]);
  expect(written).toMatchObject([{ written: true }, { written: true }, { written: false, found: undefined }]);
  expect(await storage.read("results", ["a"])).toEqual([undefined]);
  expect(await storage.remove("results", [{ key: "a", condition: "any" }])).toEqual([false]);
  expect(await storage.listKeys("results")).toEqual([]);
  const found: unknown[] = [];
  const change = (before: unknown) => {
    found.push(before);
    return content;
  };
  await storage.change("results", [
    { key: "a", change },
    { key: "a", change },
  ]);
  expect(found).toEqual([undefined, undefined]);
});

test("options are checked", () => {
  expect(() => new VoidStorage({ clok: 1 } as never)).toThrow("Unknown option 'clok' of a void store.");
});
