import { readFileSync, writeFileSync } from "node:fs";
import { expectCode, tempFolder } from "@results-manager/testing";
import { beforeAll, expect, test } from "vitest";
import { Hdf5Values } from "../src/index.ts";
import { FLOAT64, textType, UINT8 } from "../src/library/element-type.ts";
import { FileWriter } from "../src/library/file-writer.ts";
import { type Library, openLibrary } from "../src/library/open-library.ts";

let library: Library;
beforeAll(async () => {
  library = await openLibrary();
});

/** Replaces the HDF5 file of a value, and returns the message of loading it. */
async function messageOf(make: (file: FileWriter) => void): Promise<string> {
  await using values = new Hdf5Values(tempFolder(), { durability: "process" });
  const key = await values.save({ a: "b" });
  const good = await values.save({ good: 1 });
  const place = values.storage.locate("values", key);
  const file = new FileWriter(library, 9);
  make(file);
  const bytes = file.finish();
  const head = readFileSync(place).subarray(0, 512).toString();
  const forged = head.replace(/"bytes": \d+/, `"bytes": ${bytes.byteLength}`);
  writeFileSync(
    place,
    Buffer.concat([Buffer.from(forged.replace(/ *\n\}\n$/, "").padEnd(509)), Buffer.from("\n}\n"), bytes]),
  );
  const { message } = await expectCode(values.load(key), "CORRUPT_RECORD");
  expect(await values.load(good)).toEqual({ good: 1 });
  return message;
}

const typed = (file: FileWriter, path: string, text: string): void => {
  const bytes = Buffer.from(text);
  file.attribute(path, "type", textType(bytes.byteLength), bytes);
};

test("links that leave the file are not followed", async () => {
  for (const [target, path] of [
    ["/etc/passwd", "/value"],
    ["../../../../etc/passwd", "/value"],
    [`../ab/${"c".repeat(62)}.h5`, "/other"],
    [`../ab/../${"c".repeat(62)}.h5`, "/value"],
  ] as const) {
    expect(await messageOf((file) => file.externalLink("/value", target, path))).toContain("does not lead to a value");
  }
  expect(await messageOf((file) => file.softLink("/value", "/nowhere"))).toContain("does not lead to a part");
});

test("a link to a value that is not stored is DIGEST_NOT_FOUND or refused, never another file", async () => {
  await using values = new Hdf5Values(tempFolder(), { durability: "process" });
  const bytes = new Float64Array(1000);
  const outer = await values.save({ bytes });
  await values.evict(values.digest(bytes));
  await expectCode(values.load(outer), "DIGEST_NOT_FOUND");
});

test("groups that contain themselves end", async () => {
  const circle = (file: FileWriter): void => {
    file.group("/value");
    file.group("/parts");
    file.group("/parts/0");
    file.softLink("/value/a", "/parts/0");
    for (const name of ["a", "b", "c"]) file.softLink(`/parts/0/${name}`, "/parts/0");
  };
  expect(await messageOf(circle)).toMatch(/circle|deeper/);
  const root = (file: FileWriter): void => file.softLink("/value", "/");
  expect(await messageOf(root)).toContain("does not lead to a part");
});

test("sizes that a file cannot hold are refused before memory is taken", async () => {
  // Zeros: a thousand times smaller than declared, which is as much as gzip can do.
  const zeros = (file: FileWriter): void => {
    file.array("/value", UINT8, new Uint8Array(2 ** 23));
    typed(file, "/value", "Uint8Array");
  };
  expect(await messageOf(zeros)).toContain("its digest is");
});

test("types that do not fit, unknown types and odd shapes are refused", async () => {
  const array =
    (type: string) =>
    (file: FileWriter): void => {
      file.array("/value", FLOAT64, new Uint8Array(16));
      typed(file, "/value", type);
    };
  for (const type of ["Int8Array", "Function", "constructor", "__proto__", "null", "toString"]) {
    expect(await messageOf(array(type))).toMatch(/does not fit|do not fit/);
  }
  expect(await messageOf((file) => file.array("/value", FLOAT64, new Uint8Array(16)))).toContain("no known type");
  expect(await messageOf((file) => file.group("/other"))).toMatch(/not found|doesn't exist|not exist/);
  const gap = (file: FileWriter): void => {
    file.group("/value");
    typed(file, "/value", "list");
    file.group("/value/1");
  };
  expect(await messageOf(gap)).toContain("not numbered");
});

test("bytes that are no HDF5 file are CORRUPT_RECORD, however many such files there are", async () => {
  await using values = new Hdf5Values(tempFolder(), { durability: "process", compression: 0 });
  const keys = await Promise.all(Array.from({ length: 70 }, (_, i) => values.save([i, "x"])));
  const large = await values.save(new Float64Array(300_000));
  for (const [i, key] of keys.entries()) {
    const place = values.storage.locate("values", key);
    const file = readFileSync(place);
    file.fill(i, 520, 560 + i * 7);
    writeFileSync(place, file);
  }
  const [outcomes, ...intact] = await Promise.all([
    Promise.allSettled(keys.map((key) => values.load(key))),
    // Their files are moved into the thread, which is replaced meanwhile.
    ...Array.from({ length: 6 }, () => values.load(large)),
  ]);
  expect(intact).toEqual(Array.from({ length: 6 }, () => new Float64Array(300_000)));
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") await expectCode(Promise.reject(outcome.reason), "CORRUPT_RECORD");
  }
  expect(outcomes.filter(({ status }) => status === "rejected").length).toBeGreaterThan(60);
  expect(await values.load(await values.save("after"))).toBe("after");
});
