import type { Suite } from "../contender.ts";
import { validated } from "../validated.ts";
import { classicLevel } from "./classic-level.ts";
import { keyv } from "./keyv.ts";
import { kysely } from "./kysely.ts";
import { lmdb } from "./lmdb.ts";
import { ours } from "./ours.ts";
import { raw } from "./raw.ts";
import { unstorageDb0 } from "./unstorage-db0.ts";

const targets = {
  "batch sets": 0.6,
  "sequential sets": 0.8,
  "batch gets": 0.6,
  "sequential gets": 0.6,
  exists: 0.4,
  "prefix list": 0.8,
  "list all, an id": 0.8,
  "batch deletes": 0.5,
};

/** SQLite in WAL mode that does not wait for the disk (`synchronous=NORMAL`). */
export const SQLITE_PROCESS: Suite = {
  name: "sqlite-process",
  contenders: [
    raw("process"),
    validated(raw("process")),
    ours("process"),
    keyv,
    unstorageDb0("NORMAL"),
    kysely("NORMAL"),
    lmdb,
    classicLevel(false),
  ],
  sequentialSets: 2_000,
  targets,
};

/** SQLite in WAL mode that waits for the disk with every commit (`synchronous=FULL`). */
export const SQLITE_FULL: Suite = {
  name: "sqlite-full",
  contenders: [
    raw("full"),
    validated(raw("full")),
    ours("full"),
    unstorageDb0("FULL"),
    kysely("FULL"),
    lmdb,
    classicLevel(true),
  ],
  sequentialSets: 500,
  targets,
};
