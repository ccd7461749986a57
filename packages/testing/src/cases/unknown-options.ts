import type { AsyncResultsBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import { expectClass } from "../expect-failure.ts";
import { ADA, type Fixtures } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

type Call = (backend: AsyncResultsBackend, models: Fixtures, options: object) => Promise<unknown>;

/** Calls with a misspelt option, and the option that was meant. */
const MISSPELT: Readonly<Record<string, readonly [given: string, meant: string, call: Call]>> = {
  set: ["ttl", "ttlSeconds", (backend, { Person }, options) => backend.set("id", ADA, { model: Person, ...options })],
  setMany: [
    "behaviour",
    "behavior",
    (backend, { Person }, options) => backend.setMany([], { model: Person, ...options }),
  ],
  get: ["nameSpace", "namespace", (backend, { Person }, options) => backend.get("id", Person, options)],
  getMany: ["namespaces", "namespace", (backend, { Person }, options) => backend.getMany([], Person, options)],
  update: ["ttl", "ttlSeconds", (backend, { Person }, options) => backend.update("id", Person, () => ADA, options)],
  getOrCompute: [
    "signals",
    "signal",
    (backend, { Person }, options) => backend.getOrCompute("id", Person, () => ADA, options),
  ],
  ids: ["maxLimit", "limit", (backend, _, options) => collect(backend.ids(undefined, options))],
  copyTo: ["onErorr", "onError", (backend, _, options) => backend.copyTo(backend, options)],
  exportRecords: ["on_error", "onError", (backend, _, options) => collect(backend.exportRecords(undefined, options))],
  importRecords: ["behaviors", "behavior", (backend, _, options) => backend.importRecords([], options)],
};

/** Options that do not exist: a misspelt one must not be ignored. */
export function unknownOptionCases(suite: Suite): void {
  for (const [name, [given, meant, call]] of Object.entries(MISSPELT)) {
    suite.always(`${name} refuses '${given}', and names '${meant}'`, async ({ backend, models }) => {
      const error = await expectClass(call(backend, models, { [given]: undefined }), TypeError);
      expect(error.message).toContain(`'${given}' of ${name}`);
      expect(error.message).toContain(`'${meant}'`);
      expect(await backend.exists("id")).toBe(false);
    });
  }

  suite.always("a signal that is none is refused", async ({ backend, models: { Person } }) => {
    const compute = (signal: unknown): Promise<unknown> =>
      backend.getOrCompute("id", Person, () => ADA, { signal: signal as AbortSignal });
    const { message } = await expectClass(compute(new AbortController()), TypeError);
    expect(message).toContain(
      "'signal' of getOrCompute must be an AbortSignal, got an AbortController: pass its signal",
    );
    expect((await expectClass(compute("soon"), TypeError)).message).toContain('got "soon"');
  });

  suite.always("options that are no object, or a model, are refused", async ({ backend, models: { Person } }) => {
    const set = (options: unknown): Promise<unknown> => backend.set("id", ADA, options as { model: typeof Person });
    expect((await expectClass(set("overwrite"), TypeError)).message).toContain('must be an object, got "overwrite"');
    expect((await expectClass(set(null), TypeError)).message).toContain("got null");
    expect((await expectClass(set(Person), TypeError)).message).toContain("pass { model }");
  });
}
