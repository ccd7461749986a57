import * as v from "valibot";
import { expect } from "vitest";
import { callerContext } from "../../caller-context.ts";
import type { CacheSuite } from "../opened-cache.ts";

const WHO = ["alice", "bob", "carol"];

/** A caller's own code runs in that caller's `AsyncLocalStorage` context, even when others call in the same turn. */
export function asyncContextCases(suite: CacheSuite): void {
  suite.case("schemas and computations run in the context of their caller", async ({ cache, registry }) => {
    const seen: [string, unknown][] = [];
    const look = (who: string): boolean => seen.push([who, callerContext.getStore()]) > 0;
    const model = registry.register("Checked", v.pipe(v.string(), v.check(look)));
    const inTurn = (work: (who: string) => Promise<unknown>): Promise<unknown[]> =>
      Promise.all(WHO.map((who) => callerContext.run(who, () => work(who))));
    const compute = (who: string) => () => {
      look(who);
      return who;
    };
    await inTurn((who) => cache.getOrCompute(who, model, compute(who), { tags: ["all"] }));
    await inTurn((who) => cache.getOrCompute(who, model, compute(who)));
    await inTurn((who) => cache.getValue(who, { model }));
    await inTurn((who) => cache.multiGetValues([who, who], { model }));
    expect(seen.length).toBeGreaterThanOrEqual(6 * WHO.length);
    expect(seen.filter(([who, store]) => who !== store)).toEqual([]);
  });
}
