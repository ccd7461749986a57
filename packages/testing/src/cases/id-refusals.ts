import { type AsyncResultsBackend, MAX_ID_BYTES, MAX_SEGMENT_BYTES, type ResultId } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectClass, expectCode } from "../expect-failure.ts";
import type { Fixtures } from "../fixtures.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const SEGMENT = "x".repeat(MAX_SEGMENT_BYTES);
const LONGEST = [SEGMENT, SEGMENT, SEGMENT, SEGMENT, "x".repeat(MAX_ID_BYTES - 4 * (MAX_SEGMENT_BYTES + 1))].join("/");

const REFUSED: readonly (readonly [name: string, id: ResultId])[] = [
  ["the empty string", ""],
  ["the empty array", []],
  ["an array of empty strings", ["", ""]],
  ["only slashes", "///"],
  ["an array item that contains a slash", ["runs", "llama/3:8b"]],
  ["an array item that is two segments", ["runs/7", "loss"]],
  ["an array item that ends in a slash", ["runs/", "7"]],
  ["an empty array item", ["runs", "", "7"]],
  ["an array item that is a slash", ["/"]],
  ["a segment '.'", "a/./b"],
  ["a segment '..'", "a/../b"],
  ["only '..'", ".."],
  ["'..' as an array item", ["a", ".."]],
  ["NUL", "a\u0000b"],
  ["a line feed", "a\nb"],
  ["DEL", "a\u007fb"],
  ["a C1 control character", "a\u0085b"],
  ["a lone high surrogate", "a\ud800"],
  ["a lone low surrogate", "\udc00a"],
  ["surrogates in the wrong order", "\udc00\ud800"],
  ["a surrogate pair split into two items", ["a\ud83d", "\ude00"]],
  ["a segment that is one byte too long", `a/${SEGMENT}x`],
  ["a segment that is too long in UTF-8", "ä".repeat(MAX_SEGMENT_BYTES / 2 + 1)],
  ["an id that is one byte too long", `${LONGEST}x`],
];

const NO_IDS: readonly unknown[] = [undefined, null, 7, {}, ["a", 7], Symbol.iterator];

/** Invalid ids, which every operation refuses before anything is changed. */
export function idRefusalCases(suite: Suite): void {
  for (const [name, id] of REFUSED) {
    suite.always(`${name} is INVALID_ID`, async ({ backend, models }) => {
      for (const call of calls(backend, models, id)) {
        const error = await expectCode(call(), "INVALID_ID");
        expect(error.id).toBe(typeof id === "string" ? id : id.join("/"));
      }
      expect(await backend.listIds()).toEqual([]);
    });
  }

  suite.always("an id that is neither a string nor an array of strings is a TypeError", async ({ backend, models }) => {
    for (const id of NO_IDS) {
      await expectClass(backend.set(id as ResultId, ADA, { model: models.Person }), TypeError);
      await expectClass(backend.get(id as ResultId), TypeError);
      await expectClass(backend.delete(id as ResultId), TypeError);
    }
  });

  suite.always("the message about an item that is not a segment says what to do", async ({ backend, models }) => {
    for (const call of calls(backend, models, ["runs", "llama/3:8b"])) {
      const { message } = await expectCode(call(), "INVALID_ID");
      expect(message).toContain(`["runs","llama/3:8b"] is not an id: item 1 contains '/'`);
      expect(message).toContain("segment(text)");
    }
  });

  suite.case("the longest segment and the longest id are kept", async ({ backend, models: { Person } }) => {
    const multiByte = "€".repeat(Math.floor(MAX_SEGMENT_BYTES / 3));
    const ids = [LONGEST, SEGMENT, multiByte, `${multiByte}/${SEGMENT}`];
    for (const id of ids) await backend.set(id, { name: id, age: 1 }, { model: Person });
    for (const id of ids) expect((await backend.get(id, Person)).name).toBe(id);
    expect(await backend.listIds()).toEqual([LONGEST, SEGMENT, multiByte, `${multiByte}/${SEGMENT}`].sort());
  });

  suite.case("one invalid id among many refuses the whole call", async ({ backend, models: { Person } }) => {
    const entries = [["good", ADA] as const, ["..", ADA] as const];
    await expectCode(backend.setMany(entries, { model: Person }), "INVALID_ID");
    expect(await backend.exists("good")).toBe(false);
    await backend.set("good", ADA, { model: Person });
    await expectCode(backend.deleteMany(["good", ".."]), "INVALID_ID");
    await expectCode(backend.getMany(["good", ".."]), "INVALID_ID");
    expect(await backend.exists("good")).toBe(true);
  });
}

function calls(backend: AsyncResultsBackend, { Person }: Fixtures, id: ResultId): (() => Promise<unknown>)[] {
  return [
    () => backend.set(id, ADA, { model: Person }),
    () => backend.get(id),
    () => backend.exists(id),
    () => backend.info(id),
    () => backend.listIds(id),
    () => collect(backend.ids(id)),
    () => collect(backend.ids(undefined, { after: id })),
    () => backend.delete(id),
    () => backend.clear(id),
    () => backend.setMany([[id, ADA]], { model: Person }),
    () => backend.getMany([id]),
    () => backend.deleteMany([id]),
    () => backend.update(id, Person, () => ADA),
    () => backend.getOrCompute(id, Person, () => ADA),
    () => backend.migrate(id),
    () => backend.copyTo(backend, { prefix: id }),
    () => collect(backend.exportRecords(id)),
  ];
}
