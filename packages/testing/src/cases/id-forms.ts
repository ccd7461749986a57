import { expect } from "vitest";
import { collect } from "../collect.ts";
import { ADA } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

const SAME: readonly (readonly string[] | string)[] = [
  "runs/7/loss",
  ["runs", "7", "loss"],
  ["runs/7", "loss"],
  ["runs", "7/loss"],
  "/runs//7/loss/",
  ["", "runs", "", "7", "loss", ""],
  ["/runs/", "/7/", "/loss/"],
];

/** One id, however it is written. */
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
}
