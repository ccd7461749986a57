import type { AsyncResultsBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { deferred } from "../deferred.ts";
import { expectCode } from "../expect-failure.ts";
import { ADA, type Fixtures } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

type Operation = readonly [name: string, call: (backend: AsyncResultsBackend, models: Fixtures) => Promise<unknown>];

const OPERATIONS: readonly Operation[] = [
  ["set", (backend, { Person }) => backend.set("id", ADA, { model: Person })],
  ["get", (backend) => backend.get("id")],
  ["exists", (backend) => backend.exists("id")],
  ["info", (backend) => backend.info("id")],
  ["listIds", (backend) => backend.listIds()],
  ["ids", (backend) => collect(backend.ids())],
  ["delete", (backend) => backend.delete("id")],
  ["clear", (backend) => backend.clear()],
  ["setMany", (backend, { Person }) => backend.setMany([["id", ADA]], { model: Person })],
  ["setMany of nothing", (backend, { Person }) => backend.setMany([], { model: Person })],
  ["getMany", (backend) => backend.getMany(["id"])],
  ["deleteMany", (backend) => backend.deleteMany(["id"])],
  ["update", (backend, { Person }) => backend.update("id", Person, () => ADA)],
  ["getOrCompute", (backend, { Person }) => backend.getOrCompute("id", Person, () => ADA)],
  ["prune", (backend) => backend.prune()],
  ["compact", (backend) => backend.compact()],
  ["migrate", (backend) => backend.migrate()],
  ["copyTo", (backend) => backend.copyTo({ importRecords: async () => [] })],
  ["exportRecords", (backend) => collect(backend.exportRecords())],
  ["importRecords", (backend) => backend.importRecords([])],
];

/** Operations on a closed store, and operations that closing waits for. */
export function closeCases(suite: Suite): void {
  for (const [name, call] of OPERATIONS) {
    suite.always(`${name} on a closed store is BACKEND_CLOSED`, async ({ backend, models }) => {
      await backend.set("id", ADA, { model: models.Person });
      await backend.close();
      expect((await expectCode(call(backend, models), "BACKEND_CLOSED")).message).toContain("The store of results");
    });

    suite.always(`${name} on a closing store is BACKEND_CLOSED`, async ({ backend, models }) => {
      await backend.set("id", ADA, { model: models.Person });
      const closing = backend.close();
      expect((await expectCode(call(backend, models), "BACKEND_CLOSED")).message).toContain("The store of results");
      await closing;
    });
  }

  suite.always("closing again is a no-op, also while the first close runs", async ({ backend }) => {
    await Promise.all([backend.close(), backend.close()]);
    await backend.close();
  });

  suite.always("a store that was never used can be closed", async ({ backend }) => {
    await backend.close();
    await expectCode(backend.exists("id"), "BACKEND_CLOSED");
  });

  suite.always("await using closes", async ({ backend }) => {
    {
      await using opened = backend;
      await opened.listIds();
    }
    await expectCode(backend.listIds(), "BACKEND_CLOSED");
  });

  suite.always("close waits for accepted calls", async ({ backend, models: { Person } }) => {
    const ids = Array.from({ length: 500 }, (_, i) => `n/${i}`);
    const sets = ids.map((id) => backend.set(id, ADA, { model: Person }));
    const listing = backend.listIds();
    let settled = 0;
    for (const call of [...sets, listing]) void call.finally(() => settled++);
    await backend.close();
    expect(settled).toBe(501);
    expect(await Promise.all(sets)).toEqual(ids.map(() => true));
  });

  suite.asynchronous(
    "close waits for a running update and a running computation",
    async ({ backend, models: { Counter } }) => {
      const entered = [deferred(), deferred()] as const;
      const goOn = deferred();
      const compute = async (i: 0 | 1): Promise<{ count: number }> => {
        entered[i].resolve();
        await goOn.promise;
        return { count: i };
      };
      const updating = backend.update("u", Counter, () => compute(0));
      await entered[0].promise;
      // With one lock for the whole store, this call waits for the other.
      const computing = backend.getOrCompute("c", Counter, () => compute(1));
      let closed = false;
      const closing = backend.close().then(() => {
        closed = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(closed).toBe(false);
      goOn.resolve();
      expect(await Promise.all([updating, computing])).toEqual([{ count: 0 }, { count: 1 }]);
      await closing;
    },
    [],
  );

  suite.asynchronous("close waits for a running copy", async ({ backend, models: { Anything } }) => {
    await backend.setMany(
      Array.from({ length: 50 }, (_, i) => [`n/${i}`, i] as const),
      { model: Anything },
    );
    const imported: string[] = [];
    const importRecords = async (records: readonly { readonly id: string }[]): Promise<boolean[]> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      imported.push(...records.map(({ id }) => id));
      return records.map(() => true);
    };
    const copying = backend.copyTo({ importRecords }, { onProgress: () => {} });
    await backend.close();
    expect(imported).toHaveLength(50);
    expect(await copying).toEqual({ copied: 50, skipped: 0 });
  });

  suite.persistent("records accepted before close are stored", async ({ backend, reopen, models: { Person } }) => {
    const ids = Array.from({ length: 300 }, (_, i) => `n/${i}`);
    const sets = Promise.all(ids.map((id) => backend.set(id, ADA, { model: Person })));
    await backend.close();
    await sets;
    const again = await reopen();
    expect(await again.listIds()).toEqual(ids.toSorted());
  });
}
