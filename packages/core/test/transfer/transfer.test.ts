import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { StorageError, ValueTooLargeError } from "../../src/index.ts";
import { internalContent } from "../../src/records/internal-record.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import type { KeyedRecord } from "../../src/transfer/keyed-record.ts";
import { Transfer } from "../../src/transfer/transfer.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";

const record = (key: string): KeyedRecord => ({ key, ...internalContent("m", key, 0) });

/** Transfer of results, of which `-` is left out, `?` is invalid, `=` is kept, `!` is too large, and `*` fills the store. */
function open() {
  const storage = new DamageableStorage();
  const stored: string[] = [];
  const transfer = new Transfer<KeyedRecord>(StorageAccess.to(storage, "results"), {
    space: "results",
    advice: "Write it again.",
    form: (key, { revision: _, corrupt: __, ...content }) => (key === "-" ? undefined : { key, ...content }),
    check: ({ key }) => {
      if (key === "?" || typeof key !== "string") throw new RangeError("invalid");
    },
    store: async ({ key }) => {
      if (key === "!") throw new ValueTooLargeError(key, "it is");
      if (key === "*") throw new StorageError("full", {}, "STORAGE_FULL");
      stored.push(key);
      return key !== "=";
    },
  });
  const fill = async (keys: string): Promise<void> => {
    for (const key of keys) {
      await storage.write("results", [{ key, condition: "any", content: internalContent("m", key, 0) }]);
    }
  };
  const importing = (keys: string, options?: object) => transfer.importRecords([...keys].map(record), options as never);
  return { storage, stored, transfer, fill, importing };
}
const keysOf = (pages: readonly (readonly KeyedRecord[])[]): string =>
  pages
    .flat()
    .map(({ key }) => key)
    .join("");

test("records are exported without those that are left out, and an error comes at the end", async () => {
  const { storage, transfer, fill } = open();
  await fill("a-bc");
  expect(keysOf(await collect(transfer.exportRecords({})))).toBe("abc");
  expect(keysOf(await collect(transfer.exportRecords({ after: "a" })))).toBe("bc");
  storage.damage("b");
  const pages: (readonly KeyedRecord[])[] = [];
  const exporting = async (): Promise<void> => {
    for await (const page of transfer.exportRecords({})) pages.push(page);
  };
  await expect(exporting()).rejects.toThrow("Write it again.");
  expect(keysOf(pages)).toBe("ac");
  expect(keysOf(await collect(transfer.exportRecords({}, { onError: "skip" })))).toBe("ac");
  await expect(collect(transfer.exportRecords({}, { onErr: 1 } as never))).rejects.toThrow("Unknown option 'onErr'");
  const signal = AbortSignal.abort(new Error("stop"));
  await expect(collect(transfer.exportRecords({}, { signal }))).rejects.toThrow("stop");
});

test("of an import with an invalid record nothing is stored, unless errors are handled", async () => {
  const { stored, importing } = open();
  for (const options of [undefined, { onError: "throw" }]) {
    await expect(importing("a?b", options)).rejects.toThrow("invalid");
  }
  expect(stored).toEqual([]);
  const failed: unknown[] = [];
  const onError = (id: string, error: Error) => failed.push([id, error.message]);
  expect(await importing("a?b=", { onError })).toEqual([true, false, true, false]);
  expect([stored.splice(0), failed]).toEqual([["a", "b", "="], [["?", "invalid"]]]);
  await expect(importing("a", { onErr: 1 })).rejects.toThrow("Unknown option 'onErr'");
});

test("a record without a key is an error without one", async () => {
  const { transfer, stored } = open();
  const failed: string[] = [];
  const records = [null, { ...record("a"), key: 5 }, record("b")] as never;
  expect(await transfer.importRecords(records, { onError: (id) => failed.push(id) })).toEqual([false, false, true]);
  expect([stored, failed]).toEqual([["b"], ["", ""]]);
});

test("a record that cannot be stored stops no other, and a full store does", async () => {
  const { stored, importing } = open();
  await expect(importing("a!b")).rejects.toThrow("too large");
  expect(stored.splice(0)).toEqual(["a", "b"]);
  expect(await importing("a!b", { onError: "skip" })).toEqual([true, false, true]);
  await expect(importing("a*", { onError: "skip" })).rejects.toThrow("full");
});

test("a copy tells what was copied, kept and failed", async () => {
  const [source, target] = [open(), open()];
  await source.fill("ab=!");
  const progress: unknown[] = [];
  const copying = (options: object, before?: (failures: unknown) => Promise<unknown>) =>
    source.transfer.copyTo(target.transfer, {}, options as never, before as never);
  const onProgress = (each: unknown) => progress.push(each);
  expect(await copying({ onError: "skip", onProgress })).toEqual({ copied: 2, skipped: 1, failed: ["!"] });
  expect(progress).toEqual([
    { done: 0, total: 4 },
    { done: 4, total: 4 },
  ]);
  await expect(copying({})).rejects.toThrow("too large");
  await expect(copying({ onErr: 1 })).rejects.toThrow("Unknown option 'onErr' of copyTo.");
  await expect(source.transfer.copyTo({} as never, {})).rejects.toThrow("The target of a copy must be a store");
  let told = false;
  await copying({ onError: "skip" }, async () => {
    await undefined;
    told = target.stored.length === 6;
  });
  expect(told).toBe(true);
});

test("nothing is counted that is not told", async () => {
  const [source, target] = [open(), open()];
  await source.fill("a");
  let scans = 0;
  const scan = source.storage.scan.bind(source.storage);
  source.storage.scan = (...args) => {
    scans++;
    return scan(...args);
  };
  expect(await source.transfer.copyTo(target.transfer, {})).toEqual({ copied: 1, skipped: 0 });
  expect(scans).toBe(1);
});
