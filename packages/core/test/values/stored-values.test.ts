import { expect, test } from "vitest";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import { digest } from "../../src/values/digest.ts";
import { splitValue } from "../../src/values/split-value.ts";
import { StoredValues } from "../../src/values/stored-values.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const VALUE = { a: [1], b: [2] };
const KEYS = [VALUE, VALUE.a, VALUE.b].map((value) => digest(value)) as [string, string, string];

function open() {
  const storage = new QueuedMemory();
  const values = new StoredValues(StorageAccess.to(storage, "values"));
  const write = async (value: unknown = VALUE): Promise<number> => {
    storage.written.length = 0;
    await values.write(splitValue(value, 0, 0));
    return storage.written.length;
  };
  return { storage, values, write };
}

test("a value is written with its parts, and what is stored is not written again", async () => {
  const { storage, values, write } = open();
  expect([await write(), await write()]).toEqual([3, 0]);
  expect(await storage.listKeys("values")).toEqual(KEYS.toSorted());
  expect([await write(5), await write(5)]).toEqual([1, 0]);
  expect(await values.load(KEYS[0])).toEqual(VALUE);
});

test("a part that was evicted is written again", async () => {
  for (const key of KEYS) {
    const { storage, write } = open();
    await write();
    await storage.remove("values", [{ key, condition: "any" }]);
    await write();
    expect(await storage.has("values", KEYS)).toEqual([true, true, true]);
  }
});

test("values must be stored", async () => {
  const { values, write } = open();
  await write();
  await values.assertStored([]);
  await values.assertStored(KEYS);
  const missing = digest("missing");
  for (const references of [[missing], [KEYS[0], missing], [missing, KEYS[0]]])
    await expect(values.assertStored(references)).rejects.toThrow(`No value has the digest '${missing}'`);
});

test("what is found is confirmed, where the medium can", async () => {
  const { storage, values, write } = open();
  const confirmed: string[] = [];
  storage.confirm = async (_, keys) => void confirmed.push(...keys);
  const writes: unknown[] = [];
  const writeAll = storage.write.bind(storage);
  storage.write = (space, all) => {
    writes.push(...all.map(({ confirms, condition }) => [confirms, condition]));
    return writeAll(space, all);
  };
  await write();
  await write();
  expect([writes, confirmed]).toEqual([[[true, "absent"]], []]);
  Object.defineProperty(storage, "supports", { value: { ...storage.supports, confirms: true } });
  await values.write(splitValue(VALUE, 0, 0));
  expect(confirmed.toSorted()).toEqual(KEYS.toSorted());
});
