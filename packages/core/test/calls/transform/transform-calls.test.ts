import { expect, test } from "vitest";
import { JOURNAL } from "../../../src/calls/transform/move-calls.ts";
import { recordDigest } from "../../../src/calls/transform/plan-moves.ts";
import { recoverTransform, transformCalls } from "../../../src/calls/transform/transform-calls.ts";
import { type Call, CallsFace, type StoredCall, ValueRef } from "../../../src/index.ts";
import { internalContent } from "../../../src/records/internal-record.ts";
import { StorageAccess } from "../../../src/storage/storage-access.ts";
import type { StorageSupports } from "../../../src/storage.ts";
import { digest } from "../../../src/values/digest.ts";
import { StoredValues } from "../../../src/values/stored-values.ts";
import { QueuedMemory } from "../../support/queued-memory.ts";

/** Memory that is taken for persistent. */
class PersistentMemory extends QueuedMemory {
  override readonly supports: StorageSupports = { ...new QueuedMemory().supports, persistent: true };
}
const LARGE = "x".repeat(5_000);

async function saving(...calls: readonly Call[]) {
  const face = new CallsFace(new QueuedMemory());
  for (const call of calls) await face.save(call);
  const { storage } = face;
  const values = new StoredValues(StorageAccess.to(storage, "values"));
  const transform = (change: (call: StoredCall) => Call) => transformCalls(storage, values, change);
  const dataOf = async (call: Call): Promise<unknown> => {
    const [found] = await storage.read("calls", [face.key(call)]);
    return found?.corrupt === undefined ? found?.data : undefined;
  };
  return { face, storage: storage as QueuedMemory, transform, dataOf };
}

test("only calls that change are moved, and counted", async () => {
  const { face, storage, transform } = await saving({ name: "f", arguments: {} }, { name: "g", arguments: {} });
  storage.written.length = 0;
  expect(await transform((call) => call)).toBe(0);
  expect(storage.written).toEqual(["call_leases"]);
  expect(await transform((call) => (call.name === "f" ? { ...call, name: "h" } : call))).toBe(1);
  expect((await face.list()).toSorted()).toEqual(["g", "h"].map((name) => face.key({ name, arguments: {} })).sort());
  expect(await transform((call) => ({ ...call, metadata: { run: { id: 1 } } }))).toBe(2);
  expect(await transform((call) => ({ ...call, metadata: { run: { id: 1 } } }))).toBe(0);
});

test("a small result stays in the record of its call while it is the result", async () => {
  const small: Call = { name: "small", arguments: {}, result: 5 };
  const large: Call = { name: "large", arguments: {}, result: LARGE };
  const { transform, dataOf } = await saving(small, large);
  const metadata = { run: { id: 1 } };
  expect(await transform((call) => ({ ...call, metadata }))).toBe(2);
  expect(await dataOf(small)).toMatchObject({ result: digest(5), inline: { result: [5], metadata } });
  expect(await dataOf(large)).toMatchObject({ result: digest(LARGE), inline: { metadata } });
  expect((await dataOf(large)) as object).not.toHaveProperty("inline.result");
  await transform((call) => (call.name === "small" ? { ...call, result: new ValueRef(digest(LARGE)) } : call));
  expect(await dataOf(small)).not.toHaveProperty("inline.result");
  await transform((call) => (call.name === "small" ? { ...call, result: 6 } : call));
  expect(await dataOf(small)).toMatchObject({ result: digest(6), inline: { result: [6] } });
  await transform((call) => (call.name === "small" ? { ...call, result: 7 } : call));
  expect(await dataOf(small)).toMatchObject({ result: digest(7), inline: { result: [7] } });
});

test("a changed call may refer to stored values, and to no others", async () => {
  const { face, transform } = await saving({ name: "f", arguments: {} });
  const [stored, other] = [new ValueRef(await face.values.save([1])), new ValueRef(digest("other"))];
  await expect(transform((call) => ({ ...call, arguments: { stored, other } }))).rejects.toThrow(
    expect.objectContaining({ code: "DIGEST_NOT_FOUND" }),
  );
  expect(await face.list()).toEqual([face.key({ name: "f", arguments: {} })]);
  expect(await transform((call) => ({ ...call, arguments: { stored } }))).toBe(1);
  expect(await face.list()).toEqual([face.key({ name: "f", arguments: { stored } })]);
  expect(await transform((call) => ({ ...call, arguments: { stored, added: [2] } }))).toBe(1);
  expect(await face.values.contains(digest([2]))).toBe(true);
});

/** Notes a move of one call in the journal, as a process that was killed leaves it. */
async function interrupted<S extends QueuedMemory>(storage: S): Promise<S> {
  const content = internalContent("call", 1, 0);
  await storage.write("calls", [{ key: "from", condition: "any", content }]);
  const move = { from: "from", to: "to", content, replaced: recordDigest(content) };
  for (const [key, data] of [
    ["0", [move]],
    ["commit", 1],
  ] as const) {
    const noted = internalContent("moves", data as never, 0);
    await storage.write("journal", [{ key: `${JOURNAL}/a/${key}`, condition: "any", content: noted }]);
  }
  storage.written.length = 0;
  return storage;
}

test("an interrupted transformation is completed where the medium keeps a journal", async () => {
  const persistent = await interrupted(new PersistentMemory());
  await recoverTransform(persistent);
  expect([await persistent.listKeys("calls"), await persistent.listKeys("journal")]).toEqual([["to"], []]);
  expect(persistent.written).toContain("call_leases");
  const fleeting = await interrupted(new QueuedMemory());
  await recoverTransform(fleeting);
  const indexed = await interrupted(new PersistentMemory());
  Object.defineProperty(indexed, "recordIndex", { value: {} });
  await recoverTransform(indexed);
  for (const storage of [fleeting, indexed]) expect(await storage.listKeys("calls")).toEqual(["from"]);
});

test("without a journal no lease is taken", async () => {
  const storage = new PersistentMemory();
  await recoverTransform(storage);
  expect(storage.written).toEqual([]);
});

test("a transformation completes an interrupted one first", async () => {
  const storage = await interrupted(new PersistentMemory());
  const values = new StoredValues(StorageAccess.to(storage, "values"));
  expect(await transformCalls(storage, values, (call) => call)).toBe(0);
  expect(await storage.listKeys("calls")).toEqual(["to"]);
});

test("every call of a face waits for the recovery", async () => {
  const calls = new CallsFace(await interrupted(new PersistentMemory()));
  for await (const _ of calls.query()) expect.fail();
  expect(await calls.storage.listKeys("calls")).toEqual(["to"]);
  const other = new CallsFace(await interrupted(new PersistentMemory()));
  expect(await other.list()).toEqual(["to"]);
  await calls.close();
  await expect(calls.list()).rejects.toThrow(expect.objectContaining({ code: "BACKEND_CLOSED" }));
});
