import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { callFilter } from "../../src/calls/call-filter.ts";
import { CorruptRecordError, DigestNotFoundError } from "../../src/index.ts";
import type { StoredValues } from "../../src/values/stored-values.ts";

const call = (key: string, data: object) => ({
  key,
  data: { name: "f", arguments: {}, ...data },
  record: { version: 1 },
});
/** Filters pages of calls by a condition. Values are their digests; `none` is not stored, `torn` is damaged. */
function open(where: object) {
  const reads: string[] = [];
  const load = async (digest: string): Promise<unknown> => {
    reads.push(digest);
    if (digest === "none") throw new DigestNotFoundError(digest, "value");
    if (digest === "torn") throw new CorruptRecordError(digest, "here", "it is torn");
    if (digest === "lost") throw new Error("The disk is gone.");
    return digest;
  };
  const filter = callFilter(where, { load } as unknown as StoredValues);
  const filtered = async (...pages: object[][]): Promise<string[]> => {
    async function* all(): AsyncGenerator<never> {
      for (const page of pages) yield page as never;
    }
    return (await collect(filter(all()))).map((page) => page.map(({ key }) => key).join(""));
  };
  return { filtered, reads };
}

test("calls are kept whose values fulfil the condition", async () => {
  const { filtered, reads } = open({ "arguments.x": "a" });
  const pages = [
    [call("1", { arguments: { x: "a" }, result: "r" }), call("2", { arguments: { x: "b" } }), call("3", {})],
  ];
  expect(await filtered(...pages, [call("4", {})], [])).toEqual(["1"]);
  expect(reads).toEqual(["a", "b"]);
});

test("values are read that the condition is about, each once, and a result from the call itself", async () => {
  const { filtered, reads } = open({ or: [{ "arguments.x": "a" }, { not: { result: "r" } }] });
  const args = { x: "a", y: "c" };
  const calls = [call("1", { arguments: args, result: "r" }), call("2", { arguments: { y: "d" }, result: "r" })];
  expect(await filtered([...calls, call("3", { result: "s", inline: { result: ["r"] } })])).toEqual(["1"]);
  expect(reads.sort()).toEqual(["a", "r"]);
  expect(await filtered([call("4", { result: "r", inline: { result: ["s"] } }), call("5", {})])).toEqual(["45"]);
});

test("metadata, and properties of the record, cost no read", async () => {
  const { filtered, reads } = open({ "metadata.run.id": 1, $version: 1 });
  const args = { x: "a" };
  const calls = [
    call("1", { arguments: args, inline: { metadata: { run: { id: 1 } } } }),
    call("2", { arguments: args }),
  ];
  expect(await filtered(calls)).toEqual(["1"]);
  expect(await open({ arguments: { exists: true } }).filtered(calls)).toEqual(["12"]);
  expect(reads).toEqual([]);
});

test("a value that is gone is missing, a call with a damaged one is left out, and other errors are thrown", async () => {
  const calls = ["none", "torn", "a"].map((x) => call(x, { arguments: { x } }));
  expect(await open({ "arguments.x": { exists: false } }).filtered(calls)).toEqual(["none"]);
  expect(await open({ "arguments.x": { ne: "b" } }).filtered(calls)).toEqual(["nonea"]);
  await expect(open({ "arguments.x": 1 }).filtered([call("1", { arguments: { x: "lost" } })])).rejects.toThrow("gone");
});

test("values of 32 calls are read at a time", async () => {
  const calls = Array.from({ length: 33 }, (_, i) => call(String.fromCharCode(65 + i), { arguments: { x: "a" } }));
  expect((await open({ "arguments.x": "a" }).filtered(calls)).map(({ length }) => length)).toEqual([32, 1]);
});

test("a condition is on arguments, result or metadata", () => {
  expect(() => open({ argument: 1 })).toThrow("Unknown field \"argument\" of a call. Did you mean 'arguments'?");
});
