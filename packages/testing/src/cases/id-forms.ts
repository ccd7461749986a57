import { segment, splitId } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const SAME: readonly (readonly string[] | string)[] = [
  "runs/7/loss",
  ["runs", "7", "loss"],
  "/runs//7/loss/",
  "///runs/7//loss",
];

/** Texts that are not segments, and some that look like their encoded form. */
const TEXTS = [
  "llama/3:8b",
  "llama%2F3:8b",
  "",
  "%",
  "%25",
  ".",
  "..",
  "%2E",
  "a\u0000\n",
  "\u0085",
  "a\ud800",
  "50 %",
  "/",
];

/** Equivalent forms of one id. */
export function idFormCases(suite: Suite): void {
  for (const id of SAME) {
    suite.case(
      `${JSON.stringify(id)} is the id 'runs/7/loss' for every operation`,
      async ({ backend, models: { Person } }) => {
        await backend.set(id, ADA, { model: Person });
        expect(await backend.get("runs/7/loss", Person)).toEqual(ADA);
        expect(await backend.get(id, Person)).toEqual(ADA);
        expect(await backend.listIds()).toEqual(["runs/7/loss"]);
        expect(await backend.listIds(id)).toEqual(["runs/7/loss"]);
        expect(await collect(backend.ids(undefined, { after: id }))).toEqual([]);
        expect(await backend.exists(id)).toBe(true);
        expect((await backend.info(id)).id).toBe("runs/7/loss");
        expect(await backend.getMany([id], Person)).toEqual([ADA]);
        expect(await backend.update(id, Person, () => ADA)).toEqual(ADA);
        expect(await backend.getOrCompute(id, Person, () => ({ name: "never", age: 0 }))).toEqual(ADA);
        expect(await backend.delete(id)).toBe(true);
        expect(await backend.listIds()).toEqual([]);
      },
    );
  }

  suite.case("segment() makes one segment of any text, and splitId() returns the text", async ({ backend, models }) => {
    const { Anything } = models;
    for (const text of TEXTS) expect(await backend.set(["runs", segment(text)], text, { model: Anything })).toBe(true);
    const ids = await backend.listIds(["runs"]);
    expect(ids.map((id) => splitId(id)[1]).sort()).toEqual(TEXTS.toSorted());
    expect(await backend.getMany(ids, Anything)).toEqual(ids.map((id) => splitId(id)[1]));
    for (const text of TEXTS) expect(await backend.listIds(["runs", segment(text)])).toHaveLength(1);
    expect(await collect(backend.ids(["runs"], { after: ["runs", segment("..")] }))).toEqual(
      ids.slice(ids.indexOf(`runs/${segment("..")}`) + 1),
    );
    expect(await backend.clear(["runs", segment("llama/3:8b")])).toBe(1);
    expect(await backend.exists("runs/llama%252F3:8b")).toBe(true);
  });
}
