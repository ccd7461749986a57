// Thousands of concurrent writes and reads. Calls made in one turn of the event loop reach the disk together, so a plain
// Promise.all needs no queue, limit or batching of your own; a failing call does not affect the others.
//
//   node --conditions=@results-manager/source examples/promise-all.ts [--dir DIR]
import { createHash } from "node:crypto";
import { AsyncResultsManager, isResultsError, registerModel } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const COUNT = 2000;
const Digest = registerModel("Digest", v.object({ input: v.number(), sha256: v.pipe(v.string(), v.length(64)) }));

using folder = exampleFolder("promise-all");
await using results = new AsyncResultsManager({ baseDir: folder.path, durability: "process" });
await results.clear();

// Each task computes and stores its own result.
const tasks = Array.from({ length: COUNT }, async (_, input) => {
  const sha256 = createHash("sha256").update(String(input)).digest("hex");
  // Every four hundredth result is invalid.
  return results.set(idOf(input), { input, sha256: input % 400 === 0 ? "oops" : sha256 }, { model: Digest });
});

// A timer shows that the event loop is not blocked meanwhile.
let ticks = 0;
const timer = setInterval(() => ticks++, 5);
const outcomes = await timed("writing", () => Promise.allSettled(tasks));
clearInterval(timer);

const refused = outcomes.filter((outcome) => outcome.status === "rejected");
const invalid = refused.filter(({ reason }) => isResultsError(reason, "VALIDATION_FAILED"));
console.log(
  `${outcomes.length - refused.length} stored, ${invalid.length} refused as invalid, timers fired meanwhile: ${ticks > 0}`,
);
console.log("for example:", invalid[0]?.reason.message);

// Reading: a Promise.all of single calls, or getMany, which returns undefined for missing ids.
const ids = Array.from({ length: COUNT }, (_, input) => idOf(input));
const stored = await results.listIds();
const singly = await timed("reading with Promise.all", () => Promise.all(stored.map((id) => results.get(id, Digest))));
const together = await timed("reading with getMany", () => results.getMany(ids, Digest));
console.log(
  `${singly.length} read one by one; of ${together.length}, ${together.filter((digest) => !digest).length} are missing`,
);

function idOf(input: number): string[] {
  return ["digests", String(input % 50), String(input)];
}

async function timed<T>(what: string, task: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await task();
  console.log(`${what} took ${Math.round(performance.now() - start)} ms`);
  return result;
}
