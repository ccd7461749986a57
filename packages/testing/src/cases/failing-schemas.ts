import type { Model } from "@results-manager/core";
import * as v from "valibot";
import { expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";
import { writesOf } from "./instances.ts";

type Schema = Model["schema"];

const CAUSE = new Error("the schema is broken");

/** Failures of a schema other than issues. */
const FAILURES: readonly (readonly [name: string, validate: () => unknown, cause: unknown])[] = [
  [
    "throws",
    () => {
      throw CAUSE;
    },
    CAUSE,
  ],
  ["returns undefined", () => undefined, undefined],
  ["returns null", () => null, undefined],
  ["returns a string", () => "value", undefined],
  ["returns neither a value nor issues", () => ({}), undefined],
  ["returns issues that are not a list", () => ({ issues: 5 }), undefined],
  ["returns a result that throws when it is read", () => unreadable({}), CAUSE],
  ["returns issues that throw when they are read", () => ({ issues: unreadable([]) }), CAUSE],
];

function unreadable(target: object): object {
  const fail = (): never => {
    throw CAUSE;
  };
  return new Proxy(target, { get: fail, ownKeys: fail });
}

/** Failures of an asynchronous schema. */
const LATE_FAILURES: typeof FAILURES = [
  ["rejects", async () => Promise.reject(CAUSE), CAUSE],
  // biome-ignore lint/suspicious/noThenProperty: a promise of another realm.
  ["is a foreign promise that rejects", () => ({ then: (_: unknown, no: (e: unknown) => void) => no(CAUSE) }), CAUSE],
  ["resolves to undefined", async () => undefined, undefined],
];

function schemaOf(validate: () => unknown): Schema {
  return {
    "~standard": { version: 1, vendor: "broken", validate: validate as unknown as Schema["~standard"]["validate"] },
  };
}

function titleOf(name: string): string {
  return `a schema that ${name} is MODEL_FAILED, and the stored result stays`;
}

async function failing({ backend, registry }: OpenedStore, validate: () => unknown, cause: unknown): Promise<void> {
  const model = registry.register("Broken", schemaOf(validate)) as unknown as Model<v.GenericSchema<number>>;
  const expectFailed = async (call: Promise<unknown>): Promise<void> => {
    const error = await expectCode(call, "MODEL_FAILED");
    expect(error).toMatchObject({ id: "id", message: expect.stringContaining("'Broken'") });
    expect(error.cause).toBe(cause);
  };
  for (const write of writesOf(backend, model, 1)) await expectFailed(write());
  await backend.set("id", 1, { model: registry.register("Number", v.number()) });
  await expectFailed(backend.get("id", model));
  await expectFailed(backend.update("id", model, () => 2));
  expect(await backend.get("id")).toBe(1);
}

function parse(text: unknown): unknown {
  return { n: Number((text as string).trim()) };
}

async function refusing({ backend, registry }: OpenedStore, schema: Schema): Promise<void> {
  registry.clearRegistry();
  const model = registry.register("Parsing", schema);
  const error = await expectCode(backend.set("id", " 5 ", { model }), "NOT_ROUND_TRIPPABLE");
  expect(error).toMatchObject({ id: "id", message: expect.stringContaining("'Parsing'") });
  expect(error.cause).toMatchObject({ code: "MODEL_FAILED", cause: expect.any(TypeError) });
}

/** Schemas that fail, and records that the current schema refuses. */
export function failingSchemaCases(suite: Suite): void {
  for (const [name, validate, cause] of FAILURES) suite.case(titleOf(name), (store) => failing(store, validate, cause));
  for (const [name, validate, cause] of LATE_FAILURES) {
    suite.asynchronous(titleOf(name), (store) => failing(store, validate, cause));
  }

  suite.always("issues of an unexpected shape are reported", async ({ backend, registry }) => {
    for (const issues of [
      [],
      [null],
      [{}],
      [{ message: 5, path: 6 }],
      [{ path: [null, { key: {} }, Object.create(null)] }],
    ]) {
      registry.clearRegistry();
      const model = registry.register(
        "Odd",
        schemaOf(() => ({ issues })),
      );
      expect(await expectCode(backend.set("id", 1, { model }), "VALIDATION_FAILED")).toMatchObject({ issues });
    }
  });

  suite.always("a schema that throws on its own output is NOT_ROUND_TRIPPABLE", (store) =>
    refusing(store, v.pipe(v.any(), v.transform(parse))),
  );

  suite.always("a schema whose output cannot be read is NOT_ROUND_TRIPPABLE", async ({ backend, registry }) => {
    for (const output of [
      unreadable({}),
      { a: [unreadable({})] },
      {
        get a() {
          throw CAUSE;
        },
      },
    ]) {
      registry.clearRegistry();
      const model = registry.register(
        "Unreadable",
        schemaOf(() => ({ value: output })),
      );
      expect(await expectCode(backend.set("id", { a: [{}] }, { model }), "NOT_ROUND_TRIPPABLE")).toMatchObject({
        id: "id",
      });
    }
  });

  suite.asynchronous("an asynchronous schema whose output cannot be read is NOT_ROUND_TRIPPABLE", async (store) => {
    await refusing(store, v.pipeAsync(v.any(), v.transform(parse)));
    await refusing(
      store,
      v.pipeAsync(
        v.any(),
        v.transformAsync(async (text) => parse(text)),
      ),
    );
  });

  suite.case(
    "VALIDATION_FAILED of a record says which model wrote it and what to do",
    async ({ backend, registry }) => {
      const text = v.object({ name: v.string() });
      const First = registry.register("Author", text, { namespace: "lab" });
      await backend.set("id", { name: "Ada" }, { model: First });
      const number = v.object({ name: v.number() });
      registry.clearRegistry();
      const changed = registry.register("Author", number, { namespace: "lab" });
      const written = "It was written by version 1 of model 'Author' in namespace 'lab'";
      const refused = await expectCode(backend.get("id"), "VALIDATION_FAILED");
      for (const said of [written, "version 2", "upgrade step for 1", "migrate()"])
        expect(refused.message).toContain(said);
      expect((await expectCode(backend.get("id", changed), "VALIDATION_FAILED")).message).toContain(written);
      registry.clearRegistry();
      registry.register("Author", number, { namespace: "lab", version: 2, upgrade: { 1: (old) => old } });
      for (const call of [() => backend.get("id"), () => backend.migrate()]) {
        const { message } = await expectCode(call(), "VALIDATION_FAILED");
        for (const said of [written, "upgraded to version 2", "upgrade steps"]) expect(message).toContain(said);
      }
      const other = registry.register("Other", number);
      const { message } = await expectCode(backend.get("id", other), "VALIDATION_FAILED");
      for (const said of [written, "'Other'", "read it with that model"]) expect(message).toContain(said);
    },
  );
}
