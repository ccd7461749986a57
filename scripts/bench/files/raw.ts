import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Durability } from "@results-manager/core";
import type { Contender } from "../contender.ts";
import type { BenchRecord } from "../records.ts";

/**
 * Limit for files: a plain loop of the necessary synchronous calls. Creation is exclusive by temp file and `link`, replacement is by
 * `rename`, existing folders are remembered, and nothing is validated.
 */
export function raw(durability: Durability): Contender {
  return {
    name: "raw fs",
    role: "raw",
    open: (folder) => {
      const temp = join(folder, ".tmp");
      const known = new Set<string>();
      mkdirSync(temp, { recursive: true });
      const fileOf = (id: string): string => `${folder}/${id}.json`;
      let temps = 0;
      const write = (id: string, record: BenchRecord, put: (draft: string, file: string) => void): void => {
        const time = new Date().toISOString();
        const text = JSON.stringify({
          model_type: "BenchRecord",
          namespace: "default",
          data: record,
          version: 1,
          created_at: time,
          updated_at: time,
        });
        const file = fileOf(id);
        const parent = dirname(file);
        if (!known.has(parent)) {
          mkdirSync(parent, { recursive: true });
          known.add(parent);
        }
        const draft = `${temp}/${temps++}`;
        const fd = openSync(draft, "wx");
        writeSync(fd, text);
        if (durability === "full") fdatasyncSync(fd);
        closeSync(fd);
        put(draft, file);
        if (durability === "full") syncFolder(parent);
      };
      return {
        set: (id, record) =>
          write(id, record, (draft, file) => {
            linkSync(draft, file);
            unlinkSync(draft);
          }),
        overwrite: (id, record) => write(id, record, renameSync),
        get: (id) => JSON.parse(readFileSync(fileOf(id), "utf8")).data,
        exists: (id) => existsSync(fileOf(id)),
        list: (prefix) => listFolder(prefix ? `${folder}/${prefix}` : folder, prefix ? `${prefix}/` : "", []).sort(),
        delete: (id) => {
          unlinkSync(fileOf(id));
          if (durability === "full") syncFolder(dirname(fileOf(id)));
        },
        close: () => {},
      };
    },
  };
}

function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  fsyncSync(fd);
  closeSync(fd);
}

function listFolder(folder: string, prefix: string, into: string[]): string[] {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    if (entry.isDirectory()) listFolder(`${folder}/${entry.name}`, `${prefix}${entry.name}/`, into);
    else into.push(prefix + entry.name.slice(0, -".json".length));
  }
  return into;
}
