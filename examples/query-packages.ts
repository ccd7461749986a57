// Asks questions about the packages of the quickstart: how many there are of each licence, which are the largest, who depends on what.
//
//   node --conditions=@results-manager/source examples/query-packages.ts [--dir DIR]
import { join } from "node:path";
import { openResults } from "results-manager";
import { exampleFolder } from "./lib/example-folder.ts";
import { findPackages } from "./quickstart/find-packages.ts";
import { inspectPackage } from "./quickstart/inspect-package.ts";
import { PackageInfo } from "./quickstart/package-info.ts";

const PACKAGES = 60;

using folder = exampleFolder("query-packages");
await using results = await openResults(folder.path);
const packages = await findPackages(join(import.meta.dirname, "../node_modules"));
for (const each of packages.slice(0, PACKAGES)) await inspectPackage(results, each.folder);

console.log(`${await results.count(PackageInfo, {})} packages, in`, (await scopes()).join(" "));

const licences = await results.aggregate(PackageInfo, { groupBy: ["licence"], count: true, sum: ["bytes"] });
for (const { group, count, sum } of licences.sort((a, b) => b.count - a.count))
  console.log(`licence ${group.licence}: ${count} packages, ${sum.bytes} bytes`);

console.log("the largest:");
for await (const { id, value } of results.find(PackageInfo, {
  orderBy: ["-bytes"],
  limit: 3,
  select: ["bytes", "files"],
}))
  console.log(`  ${id}: ${value.bytes} bytes in ${value.files} files`);

const lonely = { dependencies: { length: 0 }, licence: { ne: "MIT" } } as const;
console.log("not under MIT and without dependencies:", await results.count(PackageInfo, { where: lonely }));

const page = { where: { dependencies: { length: { gte: 3 } } }, orderBy: ["name", "-version"], limit: 2 } as const;
let after: string | undefined;
for (let n = 1; n <= 2; n++) {
  const names: string[] = [];
  for await (const { value, cursor } of results.find(PackageInfo, { ...page, after })) {
    names.push(value.name);
    after = cursor;
  }
  console.log(`with three dependencies or more, page ${n}:`, names.join(", "));
}

/** The scopes of the packages and how many each has, without reading a package. */
async function scopes(): Promise<string[]> {
  const found: string[] = [];
  for await (const { segment, count } of results.children("packages"))
    if (segment.startsWith("@")) found.push(`${segment} (${count})`);
  return found;
}
