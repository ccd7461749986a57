import { digest, ref } from "@results-manager/core";
import { expect } from "vitest";
import type { ValuesSuite } from "../opened-values.ts";

/** How often values are held by others. */
export function reuseCases(suite: ValuesSuite): void {
  suite.case("countReuses counts the values that hold each value", async ({ values }) => {
    const bytes = new Uint8Array(2_000);
    const [text, lone] = [await values.save("text"), await values.save("lone")];
    const a = await values.save({ bytes, again: bytes, text: ref(text) });
    const b = await values.save([ref(a), ref(text), bytes], "alias");
    const counts = await values.countReuses();
    expect([...counts.keys()].sort()).toEqual(await values.list());
    expect(counts.get(digest(bytes))).toBe(2);
    expect(counts.get(text)).toBe(2);
    expect([counts.get(lone), counts.get(a), counts.get(b)]).toEqual([0, 1, 0]);
    await values.evict(b);
    expect((await values.countReuses()).get(a)).toBe(0);
  });

  suite.always("of nothing there is nothing to count", async ({ values }) => {
    expect(await values.countReuses()).toEqual(new Map());
  });
}
