// Evaluates models on prompts with several seeds, from four processes that share one list, and asks for the outcome: the best run of each
// model, the latency that 95 % stay below, and what changed between two runs of the evaluation.
//
// The models are Markov chains of characters, the prompts the pages of this project's documentation: a model learns a page up to a
// place that the seed chooses, and predicts each character of the next paragraph.
//
//   node --conditions=@results-manager/source examples/evaluation.ts [--dir DIR]
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openResults, registerModel, segment } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const PROCESSES = 4;
const RUNS = ["monday", "tuesday"] as const;
const DOCS = join(import.meta.dirname, "../docs");
const PROMPTS = readdirSync(DOCS)
  .filter((name) => name.endsWith(".md"))
  .slice(0, 4);
const SEEDS = [1, 2];
/** Characters that each model knows of what came before; on Tuesday, one more of them. */
const MODELS = { short: 1, middle: 2, long: 4 };
const PREDICTED = 400;

const Score = registerModel(
  "EvaluationScore",
  v.object({
    run: v.picklist(RUNS),
    model: v.string(),
    prompt: v.string(),
    seed: v.number(),
    accuracy: v.number(),
    ms: v.number(),
  }),
);
type Task = Pick<v.InferOutput<typeof Score.schema>, "run" | "model" | "prompt" | "seed">;

const [role, store = ""] = process.argv.slice(2);
if (role === "work") await work(store);
else await main();

async function main(): Promise<void> {
  using folder = exampleFolder("evaluation");
  const url = `sqlite:${join(folder.path, "evaluation.db")}`;
  await using results = await openResults(url);
  const workers = Array.from({ length: PROCESSES }, () => fork(import.meta.filename, ["work", url]));
  const exits = await Promise.all(workers.map((worker) => once(worker, "exit")));
  if (exits.some(([code]) => code !== 0)) process.exitCode = 1;
  console.log(`${await results.count(Score, {})} scores in ${PROMPTS.length} pages`);

  for (const { group, count, avg } of await results.aggregate(Score, {
    where: { run: "tuesday" },
    groupBy: ["model"],
    count: true,
    avg: ["accuracy"],
  })) {
    const where = { run: "tuesday" as const, model: group.model };
    const best = await results.first(Score, { where, orderBy: ["-accuracy"] });
    // The latency at 95 % of the list: one ordered page up to there, of which only the last is kept.
    let p95 = 0;
    const limit = Math.ceil(count * 0.95);
    for await (const { value } of results.find(Score, { where, orderBy: ["ms"], limit, select: ["ms"] }))
      p95 = value.ms;
    console.log(
      `${group.model}: average ${percent(avg.accuracy ?? 0)}, best ${percent(best?.value.accuracy ?? 0)} on ${best?.value.prompt}`,
      `seed ${best?.value.seed}, 95 % within ${p95.toFixed(1)} ms`,
    );
  }

  const averages = await results.aggregate(Score, { groupBy: ["model", "run"], avg: ["accuracy"] });
  for (const model of Object.keys(MODELS)) {
    const [before, after] = RUNS.map(
      (run) => averages.find(({ group }) => group.model === model && group.run === run)?.avg.accuracy ?? 0,
    );
    console.log(`${model}: ${percent(before ?? 0)} on Monday, ${percent(after ?? 0)} on Tuesday`);
  }
  const unsure = await results.count(Score, {
    where: { or: [{ accuracy: { lt: 0.1 } }, { not: { ms: { lt: 1_000 } } }] },
  });
  console.log(`${unsure} scores below 10 % or slower than a second`);
}

/** Computes what no other process has computed; run by each process. */
async function work(url: string): Promise<void> {
  await using results = await openResults(url);
  const tasks = RUNS.flatMap((run) =>
    Object.keys(MODELS).flatMap((model) =>
      PROMPTS.flatMap((prompt) => SEEDS.map((seed): Task => ({ run, model, prompt, seed }))),
    ),
  );
  await results.computeAll(tasks, {
    id: ({ run, model, prompt, seed }) => [run, model, segment(prompt), String(seed)],
    model: Score,
    compute: (task) => ({ ...task, ...evaluate(task) }),
    onError: "throw",
  });
}

/** Trains a model on the text before a place, and counts the characters behind it that it predicts. */
function evaluate({ run, model, prompt, seed }: Task): { accuracy: number; ms: number } {
  const start = performance.now();
  const text = readFileSync(join(DOCS, prompt), "utf8");
  const order = MODELS[model as keyof typeof MODELS] + (run === "tuesday" ? 1 : 0);
  const from = Math.floor((text.length - PREDICTED) * (0.5 + seed / 10));
  const seen = new Map<string, Map<string, number>>();
  for (let i = order; i < from; i++) {
    const next = seen.get(text.slice(i - order, i)) ?? new Map<string, number>();
    seen.set(text.slice(i - order, i), next.set(text.charAt(i), (next.get(text.charAt(i)) ?? 0) + 1));
  }
  let right = 0;
  for (let i = from; i < from + PREDICTED; i++) {
    const next = [...(seen.get(text.slice(i - order, i)) ?? [])].sort((a, b) => b[1] - a[1]);
    if (next[0]?.[0] === text.charAt(i)) right++;
  }
  return { accuracy: right / PREDICTED, ms: performance.now() - start };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
