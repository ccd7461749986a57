import fs, { type Dirent } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

// Counts how often the folder of a space is read: the real function goes on doing its work.
let reads = 0;
const read = fs.readdirSync as (path: string, options: { withFileTypes: true }) => Dirent[];
fs.readdirSync = ((path: string, options: { withFileTypes: true }): Dirent[] => {
  if (String(path).includes("/values")) reads++;
  return read(path, options);
}) as unknown as typeof fs.readdirSync;
syncBuiltinESMExports();

const { FileValues } = await import("@results-manager/backend-fs");
const [folder = "", short = ""] = process.argv.slice(2);
await using values = new FileValues(folder);
reads = 0;
const found = await values.expand(short);
const expand = reads;
reads = 0;
await values.contains(short);
process.stdout.write(JSON.stringify({ expand, contains: reads, found }));
