// Counts the tokens of this repository's files and compares every pair of them by memoized functions that several processes share:
// each call is computed once, by the first process that makes it. A second run computes nothing, and stored calls can be queried.
//
//   node --conditions=@results-manager/source examples/memoized-files.ts [--dir DIR]
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CallStorage, digest, memoize, openCalls } from "results-manager";
import { exampleFolder } from "./lib/example-folder.ts";

const PROCESSES = 3;
const ROOT = join(import.meta.dirname, "..");
const FOLDERS = ["digest", "ids", "values"].map((name) => `packages/core/src/${name}`);

/** Reads the text of each file, by its path. */
const files = new Map(
  FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => `${folder}/${name}`),
  ).map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);

const [role, url = ""] = process.argv.slice(2);
if (role === "work") await work(url);
else await main();

/** Counts the occurrences of each token. */
function tokensOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [token] of text.matchAll(/\w+|[^\s\w]/g)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Memoizes the functions, and counts the calls that this process computed. */
function functions(storage: CallStorage) {
  const computed = { calls: 0 };
  const countTokens = memoize(
    (text: string) => {
      computed.calls++;
      let tokens = 0;
      for (const count of tokensOf(text).values()) tokens += count;
      return tokens;
    },
    { storage, name: "countTokens", parameters: ["text"] },
  );
  const similarity = memoize(
    (a: string, b: string) => {
      computed.calls++;
      const [left, right] = [tokensOf(a), tokensOf(b)];
      const all = new Set([...left.keys(), ...right.keys()]);
      let shared = 0;
      let total = 0;
      for (const token of all) {
        shared += Math.min(left.get(token) ?? 0, right.get(token) ?? 0);
        total += Math.max(left.get(token) ?? 0, right.get(token) ?? 0);
      }
      return { shared, total, ratio: shared / total };
    },
    { storage, name: "similarity", version: 1, parameters: ["a", "b"] },
  );
  return { countTokens, similarity, computed };
}

/** Report of a process at its end. */
interface Report {
  readonly calls: number;
  readonly milliseconds: number;
}

/** Processes all files and pairs, starting at another position than the other processes. */
async function work(store: string): Promise<void> {
  await using storage = await openCalls(store, { durability: "process" });
  const { countTokens, similarity, computed } = functions(storage);
  const start = performance.now();
  const texts = [...files.values()];
  const turned = texts.map((_, i) => (i + process.pid * 7) % texts.length);
  await Promise.all(turned.map((i) => countTokens(texts[i] as string)));
  for (const i of turned) {
    await Promise.all(texts.slice(i + 1).map((other) => similarity(texts[i] as string, other)));
  }
  process.send?.({ calls: computed.calls, milliseconds: performance.now() - start } satisfies Report);
}

async function main(): Promise<void> {
  using folder = exampleFolder("memoized-files");
  const store = `sqlite:${join(folder.path, "calls.db")}`;
  await using storage = await openCalls(store, { durability: "process" });
  console.log(`${files.size} files, ${(files.size * (files.size - 1)) / 2} pairs, ${PROCESSES} processes`);
  const workers = Array.from({ length: PROCESSES }, () => fork(import.meta.filename, ["work", store]));
  const reports = await Promise.all(workers.map(async (worker) => (await once(worker, "message"))[0] as Report));
  const computed = reports.map(({ calls }) => calls);
  const slowest = Math.max(...reports.map(({ milliseconds }) => milliseconds));
  const total = computed.reduce((sum, count) => sum + count);
  console.log(`computed: ${total}, in ${slowest.toFixed(0)} ms, by ${computed.join(" and ")}`);

  // A query over the stored calls returns values by their digests, so that the texts of the files are not read.
  const { countTokens, similarity } = functions(storage);
  const names = new Map([...files].map(([path, text]) => [digest(text), path]));
  const counts: [path: string, tokens: number][] = [];
  for await (const call of countTokens.query()) {
    const path = names.get(call.arguments.text?.digest ?? "");
    if (path && call.result) counts.push([path, (await storage.values.load(call.result.digest)) as number]);
  }
  const [longest] = counts.sort(([, a], [, b]) => b - a);
  console.log("most tokens:", longest?.join(" "));
  let most = { ratio: 0, pair: "" };
  for await (const call of similarity.query()) {
    const { ratio } = (await storage.values.load(call.result?.digest ?? "")) as { ratio: number };
    const pair = [call.arguments.a, call.arguments.b].map((text) => names.get(text?.digest ?? ""));
    if (ratio > most.ratio && ratio < 1) most = { ratio, pair: pair.join(" and ") };
  }
  console.log(`most alike: ${most.pair}, ${most.ratio.toFixed(2)}`);

  const text = files.get(longest?.[0] ?? "") ?? "";
  const missed = await countTokens.explainMiss(`${text}// changed`);
  const [difference] = missed?.differences ?? [];
  console.log(`a change in one file misses: ${difference?.field} differs at its root`);
}
