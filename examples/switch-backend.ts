// Starts in memory and moves to files while the program runs: copyTo copies every record with its times, and the manager's
// backend is reassigned. Code that uses the manager needs no change.
//
//   node --conditions=@results-manager/source examples/switch-backend.ts [--dir DIR]
import { AsyncResultsManager, FileBackend, MemoryBackend, registerModel, SetBehavior } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const Square = registerModel("Square", v.object({ n: v.number(), square: v.bigint() }));

using folder = exampleFolder("switch-backend");
const memory = new MemoryBackend();
await using results = new AsyncResultsManager({ backend: memory });

await compute(0, 1000);
const before = await results.info("squares/7");
console.log("in memory:", (await results.listIds()).length);

const files = new FileBackend(folder.path, { durability: "process" });
await files.clear(); // With --dir, there may be results of an earlier run.
const summary = await memory.copyTo(files, {
  behavior: SetBehavior.SkipIfExists, // An interrupted copy continues with the remaining records.
  onProgress: ({ done, total }) => console.log(`copied ${done} of ${total}`),
});
console.log("summary:", summary);

results.backend = files; // Takes effect at once; `await using` closes the last backend.
await memory.close();

await compute(1000, 1010);
console.log("in files:", (await results.listIds()).length);
const after = await results.info("squares/7");
console.log("times kept:", after.createdAt.getTime() === before.createdAt.getTime());
console.log("a bigint is kept:", (await results.get("squares/1000", Square)).square);

/** Code that only knows the manager. */
async function compute(from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, i) => from + i);
  await results.setMany(
    numbers.map((n) => [`squares/${n}`, { n, square: BigInt(n) ** 2n }] as const),
    { model: Square },
  );
}
