import type { CommandDefinition } from "../definition/command-definition.ts";
import { CALLS } from "./calls.ts";
import { COMPACT } from "./compact.ts";
import { COMPLETION } from "./completion.ts";
import { COPY } from "./copy.ts";
import { COUNT } from "./count.ts";
import { DIFF } from "./diff.ts";
import { DOCTOR } from "./doctor.ts";
import { EXPORT } from "./export.ts";
import { FIND } from "./find.ts";
import { GC } from "./gc.ts";
import { GET } from "./get.ts";
import { IMPORT } from "./import.ts";
import { INFO } from "./info.ts";
import { LS } from "./ls.ts";
import { MIGRATE } from "./migrate.ts";
import { PRUNE } from "./prune.ts";
import { RM } from "./rm.ts";
import { SCHEMA } from "./schema.ts";
import { STATS } from "./stats.ts";
import { TABLE } from "./table.ts";
import { TYPES } from "./types.ts";
import { VERIFY } from "./verify.ts";
import { WATCH } from "./watch.ts";

/** All commands, in the order of the help. Their modules are loaded when they are run. */
export const CATALOG: readonly CommandDefinition[] = [
  ...[LS, GET, INFO],
  ...[FIND, COUNT, TABLE, DIFF],
  ...[STATS, SCHEMA, TYPES, CALLS, WATCH],
  ...[EXPORT, IMPORT, COPY],
  ...[VERIFY, DOCTOR, PRUNE, GC, RM, MIGRATE, COMPACT],
  COMPLETION,
];
