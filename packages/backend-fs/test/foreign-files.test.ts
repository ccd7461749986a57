import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CorruptRecordError, ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { number, object, string } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Person = registry.register("Person", object({ name: string(), age: number() }));
const Lab = registry.register("Person", object({ name: string(), lab: string() }), { namespace: "lab" });

function open(folder: string): FileBackend {
  return new FileBackend(folder, { registry, durability: "process" });
}

test("a folder written by the Python library reads, and new files begin as it expects", async () => {
  const folder = tempFolder();
  ensureDirSync(join(folder, "people", "staff"));
  writeFileSync(
    join(folder, "people", "ann.json"),
    '{\n  "model_type": "Person",\n  "namespace": "default",\n  "data": {\n    "name": "Ann",\n    "age": 40\n  }\n}',
  );
  writeFileSync(
    join(folder, "people", "staff", "Bob.json"),
    '{"model_type": "Person", "namespace": "lab", "data": {"name": "Bob", "lab": "7"}}',
  );
  await using results = open(folder);
  const bob = TEST_FOLDER.letterCase ? "Bob" : "bob";
  expect(await results.listIds()).toEqual(["people/ann", `people/staff/${bob}`]);
  expect(await results.get("people/ann")).toEqual({ name: "Ann", age: 40 });
  expect(await results.get(`people/staff/${bob}`, Lab)).toEqual({ name: "Bob", lab: "7" });
  expect(await results.info("people/ann")).toMatchObject({ version: 1, namespace: "default", expiresAt: undefined });
  await results.set("people/cid", { name: "Cid", age: 3 }, { model: Person });
  const written = JSON.parse(readFileSync(join(folder, "people", "cid.json"), "utf8"));
  expect(Object.keys(written).slice(0, 3)).toEqual(["model_type", "namespace", "data"]);
  expect(written).toMatchObject({ model_type: "Person", namespace: "default", data: { name: "Cid", age: 3 } });
});

test("files of somebody else are neither listed, nor read, nor removed", async () => {
  const folder = tempFolder();
  const outside = tempFolder();
  writeFileSync(join(outside, "secret.json"), '{"model_type": "Person", "namespace": "default", "data": {}}');
  await using results = open(folder);
  await results.set("a/b", { name: "B", age: 1 }, { model: Person });
  const foreign = [
    "notes.txt",
    ".env",
    ".eslintrc.json",
    "a/readme.md",
    "a%.json",
    "b%zz.json",
    "tsconfig.json",
    "package.json",
  ];
  for (const name of foreign) writeFileSync(join(folder, name), "// not a record\n{}");
  writeFileSync(join(folder, "package.json"), '{"name": "mine"}');
  if (TEST_FOLDER.links) symlinkSync(outside, join(folder, "link"));
  mkdirSync(join(folder, "folder.json"));
  // Their names are ids, nothing else gives them away; and a link leads to what `get` finds there, too.
  expect(await results.listIds()).toEqual([
    "a/b",
    ...(TEST_FOLDER.links ? ["link/secret"] : []),
    "package",
    "tsconfig",
  ]);
  await expect(results.get("package")).rejects.toBeInstanceOf(CorruptRecordError);
  expect(await results.delete("package")).toBe(false);
  expect(await results.delete("folder")).toBe(false);
  expect(await results.clear()).toBe(1);
  const left = readdirSync(folder).filter((name) => ![".results-manager", ".no-expiry"].includes(name));
  expect(left.sort()).toEqual(
    [
      ...foreign.filter((name) => !name.startsWith("a/")),
      "a",
      "folder.json",
      ...(TEST_FOLDER.links ? ["link"] : []),
    ].sort(),
  );
  expect(existsSync(join(folder, "a", "readme.md"))).toBe(true);
  expect(existsSync(join(outside, "secret.json"))).toBe(true);
});

test.each([
  ["empty", ""],
  ["truncated", '{\n "model_type": "Person",\n "names'],
  ["zeros after a power cut", "\0\0\0\0"],
  ["not JSON", "hello"],
  ["JSON of another kind", '["model_type"]'],
  ["without data", '{"model_type": "Person", "namespace": "default"}'],
  ["without a name of a namespace", '{"model_type": "Person", "namespace": 7, "data": 1}'],
  ["a wrong expiry", '{"model_type": "Person", "namespace": "default", "data": 1, "expires_at": "soon"}'],
  [
    "an expiry that is no text",
    '{"model_type": "Person", "namespace": "default", "data": 1, "expires_at": {"toString": "x"}}',
  ],
  ["wrong types", '{"model_type": "Person", "namespace": "default", "data": 1, "types": {"": "Date"}}'],
])("a file that is %s is CORRUPT_RECORD for its id, and nothing else fails", async (_kind, text) => {
  const folder = tempFolder();
  await using results = open(folder);
  await results.setMany(
    [
      ["a", { name: "A", age: 1 }],
      ["c", { name: "C", age: 3 }],
    ],
    { model: Person },
  );
  writeFileSync(join(folder, "b.json"), text);
  expect(await results.listIds()).toEqual(["a", "b", "c"]);
  const settled = await Promise.allSettled(["a", "b", "c"].map((id) => results.get(id, Person)));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(settled[1]).toMatchObject({ reason: { code: "CORRUPT_RECORD", id: "b", location: join(folder, "b.json") } });
  expect(await results.exists("b")).toBe(true);
  const anew = { name: "B", age: 2 };
  await expect(results.set("b", anew, { model: Person })).rejects.toMatchObject({ code: "RESULT_EXISTS" });
  await expect(results.set("b", anew, { model: Person, behavior: "raise_if_different" })).rejects.toMatchObject({
    code: "RESULT_DIFFERS",
  });
  expect(await results.set("b", anew, { model: Person, behavior: "skip_if_exists" })).toBe(false);
  expect(await results.set("b", anew, { model: Person, behavior: "overwrite" })).toBe(true);
  expect(await results.get("b", Person)).toEqual(anew);
});

test("a damaged record can be deleted", async () => {
  const folder = tempFolder();
  await using results = open(folder);
  for (const text of ["", "hello", '{"model_type": "Per']) {
    writeFileSync(join(folder, "b.json"), text);
    expect(await results.delete("b")).toBe(true);
    expect(existsSync(join(folder, "b.json"))).toBe(false);
  }
});
