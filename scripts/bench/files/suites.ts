import type { Suite } from "../contender.ts";
import { validated } from "../validated.ts";
import { cacache } from "./cacache.ts";
import { nodePersist } from "./node-persist.ts";
import { ours } from "./ours.ts";
import { raw } from "./raw.ts";
import { unstorage } from "./unstorage.ts";
import { writeFileAtomic } from "./write-file-atomic.ts";

const reads = {
  "batch gets": 0.8,
  "sequential gets": 0.45,
  exists: 0.4,
  "prefix list": 0.8,
  "list all, an id": 0.9,
};

/** Files, without waiting for the disk. No peer but write-file-atomic and cacache replaces a file atomically. */
export const FILES_PROCESS: Suite = {
  name: "files-process",
  contenders: [
    raw("process"),
    validated(raw("process")),
    ours("process"),
    unstorage,
    cacache,
    nodePersist,
    writeFileAtomic("process"),
  ],
  sequentialSets: 2_000,
  targets: { "batch sets": 0.55, ...reads },
};

/** Files, synced before a set resolves. */
export const FILES_FULL: Suite = {
  name: "files-full",
  contenders: [raw("full"), validated(raw("full")), ours("full"), writeFileAtomic("full")],
  sequentialSets: 500,
  targets: { "batch sets": 0.85, ...reads },
};
