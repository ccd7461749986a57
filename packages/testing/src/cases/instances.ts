import { type Model, ModelFailedError, NotRoundTrippableError } from "@results-manager/core";
import * as v from "valibot";
import { assert, expect } from "vitest";
import { expectCode } from "../expect-failure.ts";
import { expectSame } from "../expect-same.ts";
import type { OpenedStore } from "../opened-store.ts";
import type { Suite } from "../suite.ts";

class Point {
  readonly x: number;

  constructor(x: number) {
    this.x = x;
  }
}

class Money {
  readonly #cents: number;

  constructor(cents: number) {
    this.#cents = cents;
  }

  get cents(): number {
    return this.#cents;
  }
}

/** A schema whose output contains instances, its input, the `encode` that reverses it, and the text of an output. */
interface InstanceModel {
  readonly schema: v.GenericSchema<unknown, never>;
  readonly input: unknown;
  readonly encode: (value: never) => unknown;
}

function instanceModel<In, Out>(
  input: In,
  make: (input: In) => Out,
  encode: (output: Out) => In,
  around: (schema: v.GenericSchema<unknown, unknown>) => v.GenericSchema<unknown, unknown> = (schema) => schema,
): InstanceModel {
  const schema = around(v.pipe(v.any(), v.transform(make)));
  return { input, encode: encode as InstanceModel["encode"], schema: schema as InstanceModel["schema"] };
}

const MODELS: readonly (readonly [name: string, model: InstanceModel])[] = [
  [
    "a class",
    instanceModel(
      { x: 3 },
      ({ x }) => new Point(x),
      ({ x }) => ({ x }),
    ),
  ],
  [
    "a class with private state",
    instanceModel(
      5,
      (cents) => new Money(cents),
      ({ cents }) => cents,
    ),
  ],
  [
    "a class of each value",
    instanceModel(
      7,
      (n) =>
        new (class {
          n = n;
        })(),
      ({ n }) => n,
    ),
  ],
  ["a URL", instanceModel("http://x/", (text) => new URL(text), String)],
  [
    "a RegExp",
    instanceModel(
      "a+",
      (text) => new RegExp(text),
      ({ source }) => source,
    ),
  ],
  [
    "a subclass of Map",
    instanceModel(
      [[1, 2]] as [number, number][],
      (of) => new (class extends Map<number, number> {})(of),
      (map) => [...map],
    ),
  ],
  [
    "a function in an object",
    instanceModel(
      "a",
      (text) => ({ say: () => text }),
      ({ say }) => say(),
    ),
  ],
  [
    "a list of instances",
    instanceModel(
      [1, 2],
      (of) => of.map((x) => new Point(x)),
      (points) => points.map(({ x }) => x),
    ),
  ],
  [
    "a Map of instances",
    instanceModel(
      [1, 2],
      (of) => new Map(of.map((x) => [x, new Point(x)])),
      (points) => [...points.keys()],
    ),
  ],
];

/** Schemas whose output contains instances of classes, which their `encode` turns into data. */
export function instanceCases(suite: Suite): void {
  for (const [name, { schema, input, encode }] of MODELS) {
    suite.case(`with encode, ${name} can be stored and read`, async ({ backend, registry }) => {
      const model = registry.register("Instances", schema, { encode }) as unknown as Model<v.GenericSchema<unknown>>;
      const behavior = "raise_if_different";
      for (const [id, write] of [
        ["set", () => backend.set("set", input, { model })],
        ["equal", () => backend.set("set", input, { model, behavior })],
        ["parsed", () => backend.set("parsed", model.parse(input), { model })],
        ["equal and parsed", () => backend.set("parsed", model.parse(input), { model, behavior })],
        ["setMany", () => backend.setMany([["setMany", input]], { model })],
        ["update", () => backend.update("update", model, () => model.parse(input))],
        ["updated", () => backend.update("update", model, (current) => current)],
        ["computed", () => backend.getOrCompute("computed", model, () => model.parse(input))],
      ] as const) {
        expect(await write().then(() => id), id).toBe(id);
      }
      for (const id of ["set", "parsed", "setMany", "update", "computed"]) {
        expectSame(encode((await backend.get(id, model)) as never), input);
      }
    });
  }

  suite.always(
    "an encode that does not reverse the schema is refused, with and without instances",
    async ({ backend, registry }) => {
      const wrong = instanceModel(
        { x: 3 },
        ({ x }) => new Point(x),
        ({ x }) => ({ x: x + 1 }),
      );
      const model = registry.register("Wrong", wrong.schema, { encode: wrong.encode });
      const error = await expectCode(backend.set("id", wrong.input, { model }), "NOT_ROUND_TRIPPABLE");
      assert(error instanceof NotRoundTrippableError);
      expect(error.message).toContain("'encode' of model 'Wrong'");
      const lossy = instanceModel(
        1.5,
        (n) => ({ n, at: new Point(n) }),
        ({ n }) => Math.round(n),
      );
      const Lossy = registry.register("Lossy", lossy.schema, { encode: lossy.encode });
      await expectCode(backend.set("id", lossy.input, { model: Lossy }), "NOT_ROUND_TRIPPABLE");
      expect(await backend.exists("id")).toBe(false);
    },
  );

  suite.always("an encode that throws or is asynchronous is MODEL_FAILED", async ({ backend, registry }) => {
    const cause = new Error("no");
    const fail = () => {
      throw cause;
    };
    const Throwing = registry.register("Throwing", v.number(), { encode: fail });
    const Late = registry.register("Late", v.number(), { encode: (async (n: number) => n) as never });
    const Rejecting = registry.register("Rejecting", v.number(), { encode: (async () => fail()) as never });
    for (const write of writesOf(backend, Throwing, 1)) {
      const error = await expectCode(write(), "MODEL_FAILED");
      assert(error instanceof ModelFailedError);
      expect(error).toMatchObject({ id: "id", cause, message: expect.stringContaining("'Throwing'") });
    }
    const Unreadable = registry.register("Unreadable", v.number(), {
      encode: () => new Proxy({}, { get: fail }) as unknown as number,
    });
    // biome-ignore lint/suspicious/noThenProperty: a promise of another realm that throws when it is awaited.
    const Refusing = registry.register("Refusing", v.number(), { encode: () => ({ then: fail }) as unknown as number });
    for (const model of [Late, Rejecting, Unreadable, Refusing])
      await expectCode(backend.set("id", 1, { model }), "MODEL_FAILED");
    expect(await backend.exists("id")).toBe(false);
  });
}

/** Writes a value in every way. */
export function writesOf(
  backend: OpenedStore["backend"],
  model: Model<v.GenericSchema<number>>,
  value: number,
): readonly (() => Promise<unknown>)[] {
  return [
    () => backend.set("id", value, { model }),
    () => backend.setMany([["id", value]], { model }),
    () => backend.update("id", model, () => value),
    () => backend.getOrCompute("id", model, () => value),
  ];
}
