import type { AsyncResultsBackend } from "@results-manager/core";
import * as v from "valibot";
import { expectLinearizable } from "../linearizability/expect-linearizable.ts";
import { runOperations } from "../linearizability/run-operations.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

/** Concurrent operations on few ids, each of which must take effect at one moment. */
export function linearizabilityCases(suite: Suite): void {
  const work = async ({ registry }: OpenedStore, backends: readonly AsyncResultsBackend[]): Promise<void> => {
    const Count = registry.register("Register", v.number());
    const histories = backends.map((backend, writer) =>
      runOperations(backend, { Count, count: 50, keys: 2, tasks: 4, writer }),
    );
    expectLinearizable((await Promise.all(histories)).flat());
  };
  suite.asynchronous("operations of one backend on two ids take effect one after the other", (store) =>
    work(store, [store.backend]),
  );
  suite.shared("operations of several backends on two ids take effect one after the other", async (store) =>
    work(store, [store.backend, await store.reopen()]),
  );
}
