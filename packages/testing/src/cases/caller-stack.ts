import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectCaller, type FailingCalls } from "../expect-caller.ts";
import { expectCode } from "../expect-failure.ts";
import { ADA } from "../fixtures.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

const UNFIT = { count: "none" } as never;

const FAILING: FailingCalls<OpenedStore> = {
  set: ["RESULT_EXISTS", ({ backend, models: { Person } }) => backend.set("there", ADA, { model: Person })],
  "set of invalid data": [
    "VALIDATION_FAILED",
    ({ backend, models: { Counter } }) => backend.set("new", UNFIT, { model: Counter }),
  ],
  setMany: ["RESULT_EXISTS", ({ backend, models: { Person } }) => backend.setMany([["there", ADA]], { model: Person })],
  get: ["RESULT_NOT_FOUND", ({ backend }) => backend.get("none")],
  "get by another model": ["VALIDATION_FAILED", ({ backend, models: { Counter } }) => backend.get("there", Counter)],
  getMany: ["VALIDATION_FAILED", ({ backend, models: { Counter } }) => backend.getMany(["there"], Counter)],
  exists: ["INVALID_ID", ({ backend }) => backend.exists("..")],
  info: ["RESULT_NOT_FOUND", ({ backend }) => backend.info("none")],
  listIds: ["INVALID_ID", ({ backend }) => backend.listIds("..")],
  delete: ["INVALID_ID", ({ backend }) => backend.delete("..")],
  deleteMany: ["INVALID_ID", ({ backend }) => backend.deleteMany([".."])],
  clear: ["INVALID_ID", ({ backend }) => backend.clear("..")],
  update: [
    "VALIDATION_FAILED",
    ({ backend, models: { Counter } }) => backend.update("there", Counter, () => ({ count: 1 })),
  ],
  "update to invalid data": [
    "VALIDATION_FAILED",
    ({ backend, models: { Counter } }) => backend.update("n", Counter, () => UNFIT),
  ],
  getOrCompute: [
    "VALIDATION_FAILED",
    ({ backend, models: { Counter } }) => backend.getOrCompute("n", Counter, () => UNFIT),
  ],
  "getOrCompute of another model": [
    "VALIDATION_FAILED",
    ({ backend, models: { Counter } }) => backend.getOrCompute("there", Counter, () => ({ count: 1 })),
  ],
  migrate: [
    "UPGRADE_FAILED",
    async ({ backend, registry }) => {
      await backend.set("old", "text", { model: registry.register("Broken", v.string(), { namespace: "old" }) });
      const fail = (): never => {
        throw new Error("no");
      };
      registry.clearRegistry("old");
      registry.register("Broken", v.string(), { namespace: "old", version: 2, upgrade: { 1: fail } });
      return await backend.migrate();
    },
  ],
  copyTo: ["RESULT_EXISTS", ({ backend }) => backend.copyTo(backend)],
  importRecords: [
    "RESULT_EXISTS",
    async ({ backend }) => await backend.importRecords((await collect(backend.exportRecords())).flat()),
  ],
};

/** The stack of an error leads to the line that made the call, even when calls are batched. */
export function callerStackCases(suite: Suite): void {
  for (const [name, [code, call]] of Object.entries(FAILING)) {
    suite.case(`the stack of a failed ${name} leads to its caller`, async (store) => {
      await store.backend.set("there", ADA, { model: store.models.Person });
      await expectCaller(code, () => call(store));
    });
  }

  suite.asynchronous("the stack of a call that an asynchronous schema fails leads to its caller", async (store) => {
    const { backend, registry } = store;
    const schema = v.pipeAsync(
      v.string(),
      v.checkAsync(async (text) => text === "fit", "must be fit"),
    );
    const Text = registry.register("Text", schema);
    await backend.set("there", ADA, { model: store.models.Person });
    await expectCaller("VALIDATION_FAILED", () => backend.set("new", "unfit", { model: Text }));
    await expectCaller("VALIDATION_FAILED", () => backend.setMany([["new", "unfit"]], { model: Text }));
    await expectCaller("VALIDATION_FAILED", () => backend.get("there", Text));
    await expectCaller("VALIDATION_FAILED", () => backend.getMany(["there"], Text));
    await expectCaller("VALIDATION_FAILED", () => backend.update("new", Text, () => "unfit"));
    await expectCaller("VALIDATION_FAILED", () => backend.getOrCompute("new", Text, () => "unfit"));
  });

  suite.asynchronous("the stack of a failed listing leads to its caller", async ({ backend }) => {
    await expectCaller("INVALID_ID", () => collect(backend.ids("..")));
  });

  suite.asynchronous(
    "an error of this library that a function passes on keeps its stack",
    async ({ backend, models }) => {
      const { Counter } = models;
      async function theFunction(): Promise<{ count: number }> {
        return await backend.get("none", Counter);
      }
      for (const call of [
        () => backend.getOrCompute("id", Counter, theFunction),
        () => backend.update("id", Counter, theFunction),
      ]) {
        const { stack } = await expectCode(call(), "RESULT_NOT_FOUND");
        expect(stack).toContain("theFunction");
      }
    },
  );
}
