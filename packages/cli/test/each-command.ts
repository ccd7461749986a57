import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "./sample-store.ts";

/** What a test of every command has to know of one. */
export interface CommandCase {
  /** Words behind the name of the command, with which it works on the sample. */
  readonly words: (store: string, folder: string) => readonly string[];
  /** Exit code over the sample. */
  readonly status?: number;
  /** Text that the command prints over the sample; by default the id of a result. */
  readonly prints?: string;
  /** Exit code over the sample of which the result `runs/1/score` is torn; by default as over the sample. */
  readonly torn?: number;
  /** The command changes the store. */
  readonly writes?: boolean;
  /** The command makes a store that is not there. */
  readonly makes?: boolean;
  /** The command may run without a store. */
  readonly hasNoStore?: boolean;
}

const MODELS = join(import.meta.dirname, "models.ts");
const READ: CommandCase = { words: (store) => [store, "runs"], prints: "runs/1/score" };

/** Every command of the catalog: a test compares. */
export const COMMANDS: Readonly<Record<string, CommandCase>> = {
  ls: { ...READ, words: (store) => ["-lr", store, "runs"] },
  get: { words: (store) => [store, "runs/1/score"], prints: "haiku", torn: 1 },
  info: { ...READ, words: (store) => [store, "runs/1/score"], torn: 1 },
  find: { ...READ, words: (store) => [store, "Run", "--prefix", "runs"], torn: 1 },
  count: { words: (store) => [store, "Run", "--prefix", "runs", "--group-by", "model"], prints: "haiku", torn: 1 },
  table: { ...READ, torn: 1 },
  diff: { words: (store) => [store, "runs/0", "runs/1"], prints: "runs/1/score", status: 1 },
  stats: { words: (store) => [store], prints: "Run" },
  schema: { words: (store) => [store, "Run"], prints: "accuracy" },
  types: { words: (store) => [store], prints: "accuracy" },
  calls: { words: (store) => ["list", store], prints: "7cb742838d38" },
  watch: { words: (store) => [store, "--read-only"], prints: "", status: 130 },
  export: { ...READ, torn: 1 },
  import: {
    words: (store) => [store, newLines()],
    prints: "imported",
    writes: true,
    makes: true,
  },
  copy: { words: (store, folder) => [store, join(folder, "copy")], prints: "results", torn: 1 },
  verify: { words: (store) => [store], prints: "", torn: 1 },
  doctor: { words: (store) => [store], prints: "opens, with results, cache, values, calls", hasNoStore: true },
  prune: { words: (store) => [store, "--yes"], prints: "removed", writes: true },
  gc: { words: (store) => [store, "--yes"], prints: "removed", writes: true },
  rm: { words: (store) => [store, "best", "--yes"], prints: "removed", writes: true },
  migrate: { words: (store) => [store, "--models", MODELS, "--yes"], prints: "migrated", writes: true },
  compact: { words: (store) => [store], prints: "freedBytes", writes: true },
  completion: { words: () => ["bash"], prints: "explain", hasNoStore: true },
};

/** Writes a file for `import` with a new result. */
function newLines(): string {
  const record = { id: "new", model: "Run", namespace: "default", version: 1, data: { model: "opus", accuracy: 1 } };
  const time = "2026-01-01T00:00:00.000Z";
  const path = join(makeFolder(), "new.jsonl");
  writeFileSync(path, `${JSON.stringify({ face: "results", ...record, createdAt: time, updatedAt: time })}\n`);
  return path;
}
