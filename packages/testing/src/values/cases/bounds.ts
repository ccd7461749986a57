import { createHash } from "node:crypto";
import { ref, type ValueStorage } from "@results-manager/core";
import type { TypeTags } from "@results-manager/core/storage";
import { expect } from "vitest";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { storageOf } from "../../storage-of.ts";
import type { ValuesSuite } from "../opened-values.ts";

const BYTES = new Uint8Array(2_000).fill(1);

/** Bounds on the memory and depth that a store can impose on a process that loads from it. */
export function boundCases(suite: ValuesSuite): void {
  suite.case("copies of shared parts are bounded, and parts that occur once are not", async ({ values }) => {
    const twice = await values.save({ a: BYTES, b: BYTES });
    const once = await values.save({ a: BYTES, n: Array.from({ length: 5_000 }, (_, i) => i) });
    const error = await expectCode(values.load(twice, { maxCopiedBytes: 2_000 }), "VALUE_TOO_LARGE");
    expect(error.message).toContain("maxCopiedBytes");
    expectSame(await values.load(twice, { maxCopiedBytes: 2_100 }), { a: BYTES, b: BYTES });
    expectSame(await values.load(twice, { maxCopiedBytes: Number.POSITIVE_INFINITY }), { a: BYTES, b: BYTES });
    expect(await values.load(once, { maxCopiedBytes: 0 })).toMatchObject({ a: BYTES });
    for (const wrong of [-1, Number.NaN, "1"]) {
      await expectClass(values.load(twice, { maxCopiedBytes: wrong as number }), RangeError);
    }
  });

  suite.case("parts that each contain the next one twice are refused before they are built", async ({ values }) => {
    for (const make of [twiceInArray, twiceInObject, twiceInMap]) {
      const key = await forge(values, 40, make);
      await expectCode(values.load(key), "VALUE_TOO_LARGE");
      await expectCode(values.save([ref(key)]), "VALUE_TOO_LARGE");
    }
    expect(await values.list()).toHaveLength(121);
    expect(await values.gc()).toBe(121);
  });

  suite.case("a long chain of values is too deep to load, but can be collected", async ({ values }) => {
    const key = await forge(values, 1_100, onceInArray);
    await expectCode(values.load(key), "CORRUPT_RECORD");
    expect(await values.gc([key])).toBe(0);
    expect(await values.gc()).toBe(1_101);
  });
}

type Forged = readonly [form: string, data: unknown, types: TypeTags];

const twiceInArray = (form: string, key: string): Forged => [
  `a2:${form}${form}`,
  [key, key],
  { "0": "reference", "1": "reference" },
];
const twiceInObject = (form: string, key: string): Forged => [
  `o2:s1:a${form}s1:b${form}`,
  { a: key, b: key },
  { a: "reference", b: "reference" },
];
const twiceInMap = (form: string, key: string): Forged => [
  `m2:s1:a${form}s1:b${form}`,
  [
    ["a", key],
    ["b", key],
  ],
  ["Map", { "0": { "1": "reference" }, "1": { "1": "reference" } }],
];
const onceInArray = (form: string, key: string): Forged => [`a1:${form}`, [key], { "0": "reference" }];

/** Writes records with correct digests, each of which refers to the previous one; returns the last digest. */
async function forge(
  values: ValueStorage,
  levels: number,
  make: (inlineForm: string, key: string) => Forged,
): Promise<string> {
  let forged: Forged = ["a0:", [], {}];
  const writes: { readonly key: string; readonly forged: Forged }[] = [];
  for (let level = 0; level <= levels; level++) {
    const [form] = forged;
    const key = sha256(form);
    writes.push({ key, forged });
    forged = make(form.length > 1024 ? `h${key}` : form, key);
  }
  const time = new Date(0).toISOString();
  await storageOf(values).write(
    "values",
    writes.map(({ key, forged: [, data, types] }) => ({
      key,
      condition: "any" as const,
      content: {
        modelName: "value",
        namespace: "results-manager",
        version: 1,
        data: data as never,
        ...(Object.keys(types).length > 0 && { types }),
        createdAt: time,
        updatedAt: time,
      },
    })),
  );
  return writes.at(-1)?.key as string;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
