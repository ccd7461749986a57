import type { AsyncResultsBackend, Model } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { callerContext } from "../caller-context.ts";
import type { Suite } from "../suite.ts";

interface Named {
  who: string;
}

const WHO = ["alice", "bob", "carol"];

/** A caller's own code runs in that caller's `AsyncLocalStorage` context, even when others call in the same turn. */
export function asyncContextCases(suite: Suite): void {
  suite.case("schemas, encode, upgrade and functions run in the context of their caller", async (store) => {
    const { backend, registry } = store;
    const wrong: string[] = [];
    let looks = 0;
    const look = (where: string, who: string): boolean => {
      looks++;
      if (callerContext.getStore() !== who) wrong.push(`${where} of ${who} ran for ${callerContext.getStore()}`);
      return true;
    };
    const checked = (where: string): v.GenericSchema<Named> =>
      v.object({
        who: v.pipe(
          v.string(),
          v.check((who) => look(where, who)),
        ),
      });
    const Old = registry.register("Upgraded", v.object({ who: v.string() }), { namespace: "old" });
    const models: readonly (readonly [string, Model<v.GenericSchema<Named>>])[] = [
      ["Checked", registry.register("Checked", checked("check"))],
      [
        "Piped",
        registry.register(
          "Piped",
          v.pipe(
            v.object({ who: v.string() }),
            v.check(({ who }) => look("pipe", who)),
          ),
        ),
      ],
      [
        "Encoded",
        registry.register("Encoded", v.object({ who: v.string() }), {
          encode: ({ who }) => {
            look("encode", who);
            return { who };
          },
        }),
      ],
    ];
    const Upgraded = registry.register("Upgraded", v.object({ who: v.string() }), {
      version: 2,
      upgrade: {
        1: (old: Named) => {
          look("upgrade", old.who);
          return old;
        },
      },
    });
    const inTurn = (work: (who: string) => Promise<unknown>): Promise<unknown[]> =>
      Promise.all(WHO.map((who) => callerContext.run(who, () => work(who))));
    for (const [name, model] of models) await everyCall(backend, name, model, inTurn, look);
    await inTurn((who) => backend.set(`old/${who}`, { who }, { model: Old }));
    await inTurn((who) => backend.get(`old/${who}`, Upgraded));
    await inTurn((who) => backend.getMany([`old/${who}`], Upgraded));
    expect(wrong).toEqual([]);
    expect(looks).toBeGreaterThan(models.length * WHO.length * 5);
  });

  suite.asynchronous("an asynchronous schema runs in the context of its caller", async ({ backend, registry }) => {
    const seen: unknown[] = [];
    const Checked = registry.register(
      "Checked",
      v.pipeAsync(
        v.object({ who: v.string() }),
        v.checkAsync(async ({ who }) => {
          await undefined;
          return seen.push([who, callerContext.getStore()]) > 0;
        }),
      ),
    );
    const inTurn = (work: (who: string) => Promise<unknown>): Promise<unknown[]> =>
      Promise.all(WHO.map((who) => callerContext.run(who, () => work(who))));
    await inTurn((who) => backend.set(who, { who }, { model: Checked }));
    await inTurn((who) => backend.get(who, Checked));
    await inTurn((who) => backend.setMany([[`many/${who}`, { who }]], { model: Checked }));
    await inTurn((who) => backend.getMany([who], Checked));
    expect(seen.length).toBeGreaterThanOrEqual(4 * WHO.length);
    expect(seen.filter((pair) => (pair as string[])[0] !== (pair as string[])[1])).toEqual([]);
  });
}

/** Makes every call that runs code of its caller. */
async function everyCall(
  backend: AsyncResultsBackend,
  name: string,
  model: Model<v.GenericSchema<Named>>,
  inTurn: (work: (who: string) => Promise<unknown>) => Promise<unknown[]>,
  look: (where: string, who: string) => boolean,
): Promise<void> {
  const id = (call: string, who: string): string => `${name}/${call}/${who}`;
  const made = (call: string, who: string) => (): Named => {
    look(call, who);
    return { who };
  };
  await inTurn((who) => backend.set(id("set", who), { who }, { model }));
  await inTurn((who) => backend.set(id("set", who), { who }, { model, behavior: "raise_if_different" }));
  await inTurn((who) => backend.get(id("set", who), model));
  await inTurn((who) => backend.setMany([[id("setMany", who), { who }]], { model }));
  await inTurn((who) => backend.getMany([id("set", who), id("setMany", who)], model));
  await inTurn((who) => backend.update(id("update", who), model, made("update", who)));
  await inTurn((who) => backend.getOrCompute(id("compute", who), model, made("compute", who)));
}
