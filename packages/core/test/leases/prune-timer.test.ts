import { deferred } from "@results-manager/testing";
import { expect, test } from "vitest";
import { PruneTimer } from "../../src/leases/prune-timer.ts";

test("a store is pruned again and again, though that fails, until it is stopped", async () => {
  const third = deferred();
  const pruned = { never: 0, stopped: 0, often: 0 };
  const store = (name: keyof typeof pruned) => ({
    prune: async (): Promise<number> => {
      if (++pruned[name] === 3) third.resolve();
      throw new Error("The medium failed.");
    },
  });
  const timers = [new PruneTimer(store("never"), undefined), new PruneTimer(store("stopped"), 0.001)];
  for (const timer of timers) timer.stop();
  const timer = new PruneTimer(store("often"), 0.001);
  // The timer itself does not keep the process alive.
  const alive = setInterval(() => {}, 1000);
  await third.promise;
  clearInterval(alive);
  timer.stop();
  expect(pruned).toEqual({ never: 0, stopped: 0, often: 3 });
});
