import { expect, test } from "vitest";
import { ModelRegistry } from "../../../src/index.ts";
import { internalContent } from "../../../src/records/internal-record.ts";
import { ModelNotes, writeNotes } from "../../../src/results/schemas/model-notes.ts";
import { keyOfSchema, SCHEMAS } from "../../../src/results/schemas/stored-schema.ts";
import { StorageAccess } from "../../../src/storage/storage-access.ts";
import { QueuedMemory } from "../../support/queued-memory.ts";

const registry = new ModelRegistry();
/** A model whose schema has no JSON Schema: it is inferred from results. */
const model = registry.register("M", { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } });

function open() {
  const storage = new QueuedMemory({ registry });
  return { storage, notes: new ModelNotes(StorageAccess.to(storage, "results")) };
}

test("a schema is inferred from at most 64 results, and looked for once", async () => {
  const { storage, notes } = open();
  const keys = Array.from({ length: 70 }, (_, i) => `r${i}`);
  const content = { ...internalContent("M", 1, 0), namespace: "default" };
  await storage.write(
    "results",
    keys.map((key) => ({ key, condition: "any", content })),
  );
  storage.reads.length = 0;
  expect(notes.isNew({ model, namespace: "default" })).toBe(true);
  notes.noteWrites(keys.map((key) => ({ model, namespace: "default", key })));
  expect(notes.isNew({ model, namespace: "default" })).toBe(false);
  await writeNotes(storage);
  const read = storage.reads.filter((each) => each.startsWith("results ")).flatMap((each) => each.slice(8).split(","));
  expect(read).toEqual(keys.slice(0, 64));
  expect(await storage.listKeys(SCHEMAS)).toEqual([keyOfSchema({ name: "M", version: 1, namespace: "default" })]);
  storage.reads.length = 0;
  notes.noteWrites([{ model, namespace: "default", key: "r0" }]);
  await writeNotes(storage);
  expect(storage.reads).toEqual([]);
});

test("a schema that comes with imported records is taken, for the version that wrote them", async () => {
  const { storage, notes } = open();
  const record = { id: "a", ...internalContent("M", 1, 0), namespace: "default" };
  const schema = { name: "M", version: 2, namespace: "default", jsonSchema: { title: "two" }, inferred: false };
  notes.noteRecords([{ ...record, version: 2 }] as never, [schema]);
  await notes.write();
  const key = keyOfSchema(schema);
  expect(await storage.listKeys(SCHEMAS)).toEqual([key]);
  expect(await storage.read(SCHEMAS, [key])).toMatchObject([{ version: 2, data: { json_schema: { title: "two" } } }]);
  expect(notes.isNew({ model, namespace: "default" })).toBe(true);
});

test("the schema of a model in another thread is described at any time, also when results already tell one", async () => {
  const { storage, notes } = open();
  const described = { name: "M", version: 1, namespace: "default" };
  const key = keyOfSchema(described);
  const content = { ...internalContent("M", 1, 0), namespace: "default" };
  const records = Array.from({ length: 70 }, (_, i) => ({ id: `r${i}`, ...content }));
  await storage.write(
    "results",
    records.map(({ id }) => ({ key: id, condition: "any", content })),
  );
  const known = async (): Promise<unknown> => {
    await writeNotes(storage);
    const [found] = await storage.read(SCHEMAS, [key]);
    return found?.corrupt === undefined && found?.data;
  };
  notes.noteRecords(records);
  expect(await known()).toEqual({ json_schema: { type: "number" }, inferred: true });
  for (const title of ["one", "two"]) {
    notes.noteRecords(records);
    notes.noteOwn([{ ...described, jsonSchema: { title } }]);
    notes.noteRecords(records);
    expect(await known()).toEqual({ json_schema: { title }, inferred: false });
  }
  storage.reads.length = 0;
  notes.noteRecords(records);
  await writeNotes(storage);
  expect(storage.reads).toEqual([]);
});

test("a schema that is told before the results are described is the only one that is written", async () => {
  const { storage, notes } = open();
  const content = { ...internalContent("M", 1, 0), namespace: "default" };
  notes.noteRecords(Array.from({ length: 70 }, (_, i) => ({ id: `r${i}`, ...content })));
  notes.noteOwn([{ name: "M", version: 1, namespace: "default", jsonSchema: { title: "told" } }]);
  storage.reads.length = 0;
  await writeNotes(storage);
  expect(storage.reads.filter((read) => read.startsWith("results "))).toEqual([]);
  const key = keyOfSchema({ name: "M", version: 1, namespace: "default" });
  expect(await storage.read(SCHEMAS, [key])).toMatchObject([{ data: { json_schema: { title: "told" } } }]);
});
