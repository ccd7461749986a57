import { NotRoundTrippableError, type Parsed } from "@results-manager/core";
import * as v from "valibot";
import { assert, expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { Suite } from "../suite.ts";

const INPUT = { at: "2026-01-02T03:04:05.000Z", degrees: "21.5" };
const OUTPUT = { at: new Date(INPUT.at), degrees: 21.5 };

/** Schemas that transform: a stored value reads back as the schema's output, or is refused. */
export function encodeCases(suite: Suite): void {
  suite.case("a schema with encode reads back its output", async ({ backend, models: { Celsius } }) => {
    await backend.set("id", INPUT, { model: Celsius });
    expectSame(await backend.get("id", Celsius), OUTPUT);
    expectSame(await backend.get("id"), OUTPUT);
  });

  suite.case(
    "with encode, parsed, updated and computed values are outputs",
    async ({ backend, models: { Celsius } }) => {
      await backend.set("parsed", Celsius.parse(INPUT));
      expectSame(await backend.get("parsed", Celsius), OUTPUT);
      const warmer = await backend.update("parsed", Celsius, (current) => ({
        ...OUTPUT,
        degrees: (current?.degrees ?? 0) + 1,
      }));
      expectSame(warmer, { ...OUTPUT, degrees: 22.5 });
      expectSame(await backend.get("parsed", Celsius), warmer);
      expectSame(await backend.getOrCompute("computed", Celsius, () => OUTPUT), OUTPUT);
      expectSame(await backend.get("computed", Celsius), OUTPUT);
    },
  );

  suite.case(
    "with encode, passed, updated and computed data may be an input or an output",
    async ({ backend, models: { Celsius } }) => {
      await backend.set("set", OUTPUT, { model: Celsius });
      await backend.setMany([["set many", OUTPUT]], { model: Celsius });
      await backend.update("updated", Celsius, () => INPUT);
      await backend.getOrCompute("computed", Celsius, () => INPUT);
      const read = await backend.getMany(["set", "set many", "updated", "computed"], Celsius);
      expectSame(read, [OUTPUT, OUTPUT, OUTPUT, OUTPUT]);
      const neither = { at: 5, degrees: "21.5" } as unknown as typeof INPUT;
      await expectCode(backend.set("set", neither, { model: Celsius, behavior: "overwrite" }), "VALIDATION_FAILED");
      await expectCode(
        backend.update("set", Celsius, () => neither),
        "MODEL_FAILED",
      );
      expectSame(await backend.get("set", Celsius), OUTPUT);
    },
  );

  suite.case("with encode, a value from get can be set again", async ({ backend, models: { Celsius } }) => {
    await backend.set("a", INPUT, { model: Celsius });
    const read = await backend.get("a", Celsius);
    await backend.set("b", read as Parsed<typeof read>);
    expectSame(await backend.get("b", Celsius), OUTPUT);
  });

  suite.always(
    "a transform without encode is NOT_ROUND_TRIPPABLE, and the message says what to do",
    async ({ backend, models: { OneWay } }) => {
      const error = await expectCode(backend.set("id", INPUT, { model: OneWay }), "NOT_ROUND_TRIPPABLE");
      assert(error instanceof NotRoundTrippableError);
      expectSame(error.path, ["at"]);
      expect(error.message).toContain("encode");
      expect(error.message).toContain("OneWay");
      await expectCode(backend.setMany([["id", INPUT]], { model: OneWay }), "NOT_ROUND_TRIPPABLE");
      expect(await backend.exists("id")).toBe(false);
    },
  );

  suite.always("a transform that accepts and changes its own output is refused", async ({ backend, registry }) => {
    const Growing = registry.register(
      "Growing",
      v.object({
        n: v.pipe(
          v.number(),
          v.transform((n) => n + 1),
        ),
      }),
    );
    const error = await expectCode(backend.set("id", { n: 1 }, { model: Growing }), "NOT_ROUND_TRIPPABLE");
    assert(error instanceof NotRoundTrippableError);
    expectSame(error.path, ["n"]);
  });

  suite.always("an encode that does not undo the schema is refused", async ({ backend, registry }) => {
    const Wrong = registry.register("Wrong", v.object({ n: v.pipe(v.string(), v.transform(Number)) }), {
      encode: ({ n }) => ({ n: String(n + 1) }),
    });
    const error = await expectCode(backend.set("id", { n: "1" }, { model: Wrong }), "NOT_ROUND_TRIPPABLE");
    expect(error.message).toContain("encode");
    await expectCode(
      backend.update("id", Wrong, () => ({ n: 1 })),
      "NOT_ROUND_TRIPPABLE",
    );
  });

  suite.case(
    "an idempotent schema needs no encode: defaults, trimming, unknown keys",
    async ({ backend, registry }) => {
      const Tidy = registry.register(
        "Tidy",
        v.object({ name: v.pipe(v.string(), v.trim()), tags: v.optional(v.array(v.string()), []) }),
      );
      await backend.set("id", { name: "  Ada ", extra: 1 } as { name: string }, { model: Tidy });
      expectSame(await backend.get("id", Tidy), { name: "Ada", tags: [] });
    },
  );
}
