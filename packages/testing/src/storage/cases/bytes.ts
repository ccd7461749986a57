import { hash } from "node:crypto";
import { assert, expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { writeOf } from "../records.ts";

/** Records of the space `values` whose data is bytes. */
export function byteCases(suite: StorageSuite): void {
  for (const length of [0, 1, 255, 70_001]) {
    suite.case(`${length} bytes are read back as bytes`, async ({ storage }) => {
      const bytes = Uint8Array.from({ length }, (_, i) => i);
      const key = hash("sha256", bytes);
      await storage.write("values", [writeOf(key, bytes)]);
      const [found] = await storage.read("values", [key]);
      assert(found?.corrupt === undefined && found?.data instanceof Uint8Array);
      expect(Buffer.from(found.data).equals(bytes)).toBe(true);
    });
  }

  suite.case("bytes and JSON are stored side by side, and are told apart", async ({ storage }) => {
    const keys = ["bytes", "text", "list"].map((text) => hash("sha256", text));
    const data = [Uint8Array.of(10, 125, 10), "\n}\n", [10, 125, 10]];
    await storage.write(
      "values",
      keys.map((key, i) => writeOf(key, data[i] as Uint8Array | string)),
    );
    const found = await storage.read("values", keys);
    expect(found.map((record) => record?.corrupt === undefined && record?.data instanceof Uint8Array)).toEqual([
      true,
      false,
      false,
    ]);
    expect(found.slice(1)).toMatchObject([{ data: "\n}\n" }, { data: [10, 125, 10] }]);
  });

  suite.case("a view of a larger buffer stores only its own bytes, at the time of the call", async ({ storage }) => {
    const buffer = Uint8Array.from({ length: 100 }, (_, i) => i);
    const key = hash("sha256", "view");
    await storage.write("values", [writeOf(key, buffer.subarray(10, 20))]);
    buffer.fill(0);
    const [found] = await storage.read("values", [key]);
    assert(found?.corrupt === undefined && found?.data instanceof Uint8Array);
    expect([...found.data]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });
}
