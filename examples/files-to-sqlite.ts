// Copies a store of files to SQLite, including times, with a progress bar.
//
//   node --conditions=@results-manager/source examples/files-to-sqlite.ts [--dir DIR]
import { join } from "node:path";
import { openResults, registerModel, SetBehavior } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";
import { type Progress, startProgress } from "./lib/progress.ts";

const COUNT = 1000;
const Page = registerModel("Page", v.object({ url: v.string(), fetched: v.date(), bytes: v.bigint() }));

using folder = exampleFolder("files-to-sqlite");
await using files = await openResults(join(folder.path, "files"), { durability: "process" });
await files.setMany(
  Array.from({ length: COUNT }, (_, i) => {
    const url = `https://example.org/${i}`;
    return [`pages/${i % 30}/${i}`, { url, fetched: new Date(1_700_000_000_000 + i), bytes: BigInt(i) ** 3n }] as const;
  }),
  { model: Page, behavior: SetBehavior.Overwrite },
);

await using sqlite = await openResults(`sqlite:${join(folder.path, "results.db")}`);
await sqlite.clear();
let progress: Progress | undefined;
const summary = await files.copyTo(sqlite, {
  onProgress({ done, total }) {
    progress ??= startProgress("copied", total);
    progress.update(done);
  },
});
progress?.[Symbol.dispose]();
console.log("summary:", summary);

const [before, after] = [await files.info("pages/7/7"), await sqlite.info("pages/7/7")];
console.log("times kept:", before.createdAt.getTime() === after.createdAt.getTime());
console.log("as it was:", await sqlite.get("pages/7/7", Page));
