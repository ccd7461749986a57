import type { AsyncResultsBackend, Model, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";

/** Result of an evaluation, as the cases have it. */
export interface ScoreData {
  model: "opus" | "sonnet";
  accuracy: number;
  note: string | null;
  tokens: bigint;
  at: Date;
  tags: string[];
  seen: Set<string>;
  steps: { loss: number }[];
  config: { lr: number; optimizer?: { name: string } };
  "gpt-4.1": { rank: number };
  final?: boolean;
}

/** Model of {@link ScoreData}. */
export type ScoreModel = Model<v.GenericSchema<ScoreData>>;

/** Registers the model of the cases. */
export function registerScore(registry: ModelRegistry): ScoreModel {
  const schema: v.GenericSchema<ScoreData> = v.object({
    model: v.picklist(["opus", "sonnet"]),
    accuracy: v.union([v.number(), v.nan()]),
    note: v.nullable(v.string()),
    tokens: v.bigint(),
    at: v.custom<Date>((input) => input instanceof Date),
    tags: v.array(v.string()),
    seen: v.set(v.string()),
    steps: v.array(v.object({ loss: v.number() })),
    config: v.object({ lr: v.number(), optimizer: v.exactOptional(v.object({ name: v.string() })) }),
    "gpt-4.1": v.object({ rank: v.number() }),
    final: v.exactOptional(v.boolean()),
  });
  return registry.register("Score", schema);
}

/** Makes a result. */
export function score(changes: Partial<ScoreData> = {}): ScoreData {
  return {
    model: "opus",
    accuracy: 0.5,
    note: null,
    tokens: 5n,
    at: new Date(0),
    tags: [],
    seen: new Set(),
    steps: [],
    config: { lr: 0.1 },
    "gpt-4.1": { rank: 1 },
    ...changes,
  };
}

/** Stores results under ids. */
export async function fill(
  backend: AsyncResultsBackend,
  model: ScoreModel,
  scores: Readonly<Record<string, Partial<ScoreData>>>,
): Promise<void> {
  await backend.setMany(
    Object.entries(scores).map(([id, changes]) => [id, score(changes)] as const),
    { model },
  );
}
