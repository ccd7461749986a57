import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";
import { readSourceFiles } from "../rooms/source-files.ts";

const PACKAGES = join(import.meta.dirname, "../../packages");
const SCRIPT = /\/results-manager-\w+\.ts$/;
/** These are started with the flags by which packages are found. */
const FINDS_PACKAGES = ["results-manager-sync.ts", "results-manager-child.ts"];
const OWN_PACKAGE = /^import (?!type\b)[^;]*? from "@results-manager\/[^"]*";/m;

// A thread that is started without flags finds no package of ours from sources, and one beside a bundle may have none.
test("the scripts of threads import none of our packages", async () => {
  const scripts: string[] = [];
  for (const name of readdirSync(PACKAGES)) {
    const files = new Map((await readSourceFiles(join(PACKAGES, name))).map((file) => [file.path, file]));
    for (const script of files.keys()) {
      if (!SCRIPT.test(script) || FINDS_PACKAGES.includes(posix.basename(script))) continue;
      scripts.push(posix.basename(script));
      const reached = new Set([script]);
      for (const path of reached) for (const each of files.get(path)?.imports ?? []) reached.add(each);
      const faulty = [...reached].filter((path) =>
        OWN_PACKAGE.test(readFileSync(join(PACKAGES, name, "src", path), "utf8")),
      );
      expect(faulty, script).toEqual([]);
    }
  }
  expect(scripts.sort()).toEqual(["results-manager-hdf5.ts", "results-manager-reader.ts", "results-manager-vacuum.ts"]);
});
