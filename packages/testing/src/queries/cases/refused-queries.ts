import type { AsyncResultsBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass } from "../../expect-failure.ts";
import type { Suite } from "../../suite.ts";
import { registerScore, type ScoreModel } from "../scores.ts";

const own = (text: string): object => JSON.parse(text) as object;

/** Options that are refused, and what the message names. */
const REFUSED: readonly (readonly [options: object, ...says: string[]])[] = [
  [{ where: { acuracy: 1 } }, "Unknown field \"acuracy\" of model 'Score'", "'accuracy'"],
  [{ where: { "config.ir": 1 } }, '"config.ir"', 'there is no "ir"', "Its fields are lr, optimizer"],
  [{ where: { "accuracy.x": 1 } }, '"accuracy.x"', "The path ends before it"],
  [{ where: { "steps.x": 1 } }, '"steps.x"'],
  [{ where: own('{"__proto__":1}') }, '"__proto__"'],
  [{ where: { or: [{ not: { constructor: 1 } }] } }, '"constructor"'],
  [{ where: { $createdat: new Date() } }, '"$createdat"', "'$createdAt'", "field()"],
  [{ where: { accuracy: { gtt: 1 } } }, "Unknown operator \"gtt\" of 'accuracy'", "'gt'"],
  [{ where: { accuracy: own('{"__proto__":1}') } }, 'Unknown operator "__proto__"'],
  [{ where: { accuracy: { toString: 1 } } }, 'Unknown operator "toString"'],
  [{ where: { tags: { length: { gtt: 1 } } } }, '"gtt"', "'length' of 'tags'"],
  [{ where: { tags: { length: "1" } } }, "'length' of 'tags' must be a number"],
  [{ where: { accuracy: undefined } }, "'accuracy'", "got undefined; { exists: false }"],
  [{ where: { accuracy: { gt: undefined } } }, "'gt' of 'accuracy'"],
  [{ where: { accuracy: { gt: Number.NaN } } }, "'gt' of 'accuracy'", "got NaN"],
  [{ where: { accuracy: { gt: null } } }, "'gt' of 'accuracy'"],
  [{ where: { accuracy: { between: [1] } } }, "'between' of 'accuracy' must be a list of two"],
  [{ where: { accuracy: { in: 1 } } }, "'in' of 'accuracy' must be a list"],
  [{ where: { note: { like: 1 } } }, "'like' of 'note' must be text"],
  [{ where: { final: { exists: 1 } } }, "'exists' of 'final' must be true or false"],
  [{ where: { tags: ["a"] } }, "The value of 'tags'", "got an array"],
  [{ where: { accuracy: new Map() } }, "The value of 'accuracy'"],
  [{ where: [] }, "A condition must be an object"],
  [{ where: "accuracy > 1" }, "A condition must be an object", '"accuracy > 1"'],
  [{ where: { or: {} } }, "'or' takes a list"],
  [{ where: { not: [] } }, "A condition must be an object"],
  [{ where: { "a\\": 1 } }, "backslash"],
  [{ orderBy: ["acc"] }, '"acc"', "'accuracy'"],
  [{ orderBy: ["--accuracy"] }, '"-accuracy"'],
  [{ orderBy: "accuracy" }, "orderBy must be a list"],
  [{ orderBy: [7] }, "must be a text, got 7"],
  [{ select: ["acc"] }, '"acc"'],
  [{ select: "accuracy" }, "select must be a list"],
  [{ select: null }, "select must be a list"],
  [{ select: "" }, "select must be a list"],
  [{ were: {} }, "'were' of find", "'where'"],
  [{ namespace: 7 }, "namespace"],
  [{ onError: "ignore" }, "onError"],
];

/** Queries that are refused, whatever is stored: a misspelt field or operator must not be ignored. */
export function refusedQueryCases(suite: Suite): void {
  suite.always("unknown fields and operators are refused by name", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    for (const [options, ...says] of REFUSED) {
      const { message } = await expectClass(collect(find(backend, Score, options)), TypeError);
      for (const text of says) expect(message).toContain(text);
    }
  });

  suite.always("so they are by every call", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    const where = { acuracy: 1 } as object;
    for (const call of [
      () => collect(backend.findIds(Score, { where })),
      () => backend.first(Score, { where }),
      () => backend.count(Score, { where }),
      () => backend.aggregate(Score, { where }),
      () => backend.aggregate(Score, { groupBy: ["acuracy" as "accuracy"] }),
      () => backend.aggregate(Score, { sum: ["acuracy" as "accuracy"] }),
    ]) {
      expect((await expectClass(call(), TypeError)).message).toContain('"acuracy"');
    }
    for (const options of [{ count: false }, { count: ["accuracy"] }, { sum: null }, { avg: "" }, { groupBy: null }]) {
      const { message } = await expectClass(backend.aggregate(Score, options as object), TypeError);
      expect(message).toContain(`${Object.keys(options)[0]}`);
    }
    for (const prefix of [["a"], undefined]) {
      expect((await expectClass(backend.count(prefix as never, { where }), TypeError)).message).toContain("model");
    }
    const options = { limit: 1, orderby: [] } as object;
    expect((await expectClass(backend.aggregate(Score, options), TypeError)).message).toContain("of aggregate");
    expect((await expectClass(backend.count(Score, options), TypeError)).message).toContain("of count");
    expect((await expectClass(backend.first(Score, options), TypeError)).message).toContain("of first");
    expect((await expectClass(collect(backend.entries("a", Score, options)), TypeError)).message).toContain(
      "of entries",
    );
    expect((await expectClass(collect(backend.children("a", options)), TypeError)).message).toContain("of children");
  });

  suite.always("anything but a model is refused", async ({ backend }) => {
    for (const model of [undefined, 7, {}]) {
      await expectClass(collect(backend.find(model as never)), TypeError);
      await expectClass(backend.aggregate(model as never), TypeError);
    }
    await expectClass(backend.count({} as never), TypeError);
  });

  suite.always("conditions that contain themselves are refused", async ({ backend, registry }) => {
    const Score = registerScore(registry);
    const where: { not?: object } = {};
    where.not = where;
    await expectClass(collect(find(backend, Score, { where })), TypeError);
  });
}

function find(backend: AsyncResultsBackend, Score: ScoreModel, options: object): AsyncIterable<unknown> {
  return backend.find(Score, options);
}
