import { digest, type ValueStorage } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import type { ValuesSuite } from "../opened-values.ts";

const KEY = digest(1);
const OPERATIONS: readonly (readonly [name: string, call: (values: ValueStorage) => Promise<unknown>])[] = [
  ["save", (values) => values.save(1)],
  ["load", (values) => values.load(KEY)],
  ["contains", (values) => values.contains(KEY)],
  ["evict", (values) => values.evict(KEY)],
  ["list", (values) => values.list()],
  ["keys", (values) => collect(values.keys())],
  ["save under an alias", (values) => values.save(1, "alias")],
  ["load by an alias", (values) => values.load("alias")],
  ["aliases", async (values) => collect(values.aliases())],
  ["expand", (values) => values.expand(KEY)],
  ["shrink", (values) => values.shrink(KEY)],
  ["gc", (values) => values.gc()],
];

/** Operations on a closed storage, and operations that closing waits for. */
export function closeCases(suite: ValuesSuite): void {
  for (const [name, call] of OPERATIONS) {
    suite.always(`${name} is BACKEND_CLOSED once the storage is closing`, async ({ values }) => {
      await values.save(1);
      const closing = values.close();
      expect((await expectCode(call(values), "BACKEND_CLOSED")).message).toContain("The store of values");
      await closing;
      expect((await expectCode(call(values), "BACKEND_CLOSED")).message).toContain("The store of values");
      await values.close();
    });
  }

  suite.always("close waits for accepted calls", async ({ values }) => {
    const saves = Array.from({ length: 100 }, (_, i) => values.save({ i: [[i]] }));
    await values.close();
    expect(await Promise.all(saves)).toHaveLength(100);
  });
}
