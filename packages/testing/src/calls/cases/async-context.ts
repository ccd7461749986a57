import { memoize } from "@results-manager/core";
import { expect } from "vitest";
import { callerContext } from "../../caller-context.ts";
import type { CallsSuite } from "../opened-calls.ts";

const WHO = ["alice", "bob", "carol"];

/** A caller's own code runs in that caller's `AsyncLocalStorage` context, even when others call in the same turn. */
export function asyncContextCases(suite: CallsSuite): void {
  suite.case("memoized functions and transformations run in the context of their caller", async ({ calls }) => {
    const seen: [string, unknown][] = [];
    const look = memoize((who: string) => seen.push([who, callerContext.getStore()]), { storage: calls, name: "look" });
    await Promise.all(WHO.map((who) => callerContext.run(who, () => look(who))));
    await callerContext.run("dave", () =>
      calls.transform((call) => {
        seen.push(["dave", callerContext.getStore()]);
        return call;
      }),
    );
    expect(seen).toHaveLength(2 * WHO.length);
    expect(seen.filter(([who, store]) => who !== store)).toEqual([]);
  });
}
