import { digest, ref } from "@results-manager/core";
import { expect } from "vitest";
import type { ValuesSuite } from "../opened-values.ts";

/** `countReuses`: the number of values that contain a value. */
export function reuseCases(suite: ValuesSuite): void {
  suite.case("countReuses counts the values that contain each value", async ({ values }) => {
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

  suite.always("countReuses of an empty storage is empty", async ({ values }) => {
    expect(await values.countReuses()).toEqual(new Map());
  });
}
