import { mkdirSync } from "node:fs";
import { access, readFile, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import type { Durability } from "@results-manager/core";
import writeFile from "write-file-atomic";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/** Hand-written store on write-file-atomic: one JSON file per result, read by `fs.promises`. */
export function writeFileAtomic(durability: Durability): Contender {
  return {
    name: "write-file-atomic",
    role: "peer",
    open: (folder) => {
      const known = new Set<string>();
      const fileOf = (id: string): string => `${folder}/${id}.json`;
      const write = (id: string, record: BenchRecord): Promise<void> => {
        const file = fileOf(id);
        const parent = dirname(file);
        if (!known.has(parent)) mkdirSync(parent, { recursive: true });
        known.add(parent);
        return writeFile(file, JSON.stringify(record), { fsync: durability === "full" });
      };
      return {
        set: write,
        overwrite: write,
        get: async (id) => JSON.parse(await readFile(fileOf(id), "utf8")),
        exists: (id) =>
          access(fileOf(id)).then(
            () => true,
            () => false,
          ),
        delete: (id) => unlink(fileOf(id)),
        close: () => {},
      };
    },
  };
}
