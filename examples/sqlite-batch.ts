// Ten thousand results in one SQLite file by a plain Promise.all: the calls of one turn of the event loop are one transaction, synced
// to the disk before its promises resolve.
//
//   node --conditions=@results-manager/source examples/sqlite-batch.ts [--dir DIR]
import { join } from "node:path";
import { openResults, registerModel } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const COUNT = 10_000;
const Root = registerModel("Root", v.object({ n: v.number(), root: v.number() }));

using folder = exampleFolder("sqlite-batch");
await using results = await openResults(`sqlite:${join(folder.path, "results.db")}`);
await results.clear();

const numbers = Array.from({ length: COUNT }, (_, n) => n);
const start = performance.now();
await Promise.all(numbers.map((n) => results.set(`roots/${n % 100}/${n}`, { n, root: Math.sqrt(n) }, { model: Root })));
console.log(`${COUNT} results written in ${Math.round(performance.now() - start)} ms`);

const roots = await Promise.all(numbers.map((n) => results.get(`roots/${n % 100}/${n}`, Root)));
console.log("sum of the roots:", roots.reduce((sum, { root }) => sum + root, 0).toFixed(3));
console.log("below roots/7:", (await results.listIds("roots/7")).length);
