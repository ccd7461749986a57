import type { CommandDefinition } from "../definition/command-definition.ts";
import { COUNT } from "./count.ts";
import { EXPORT } from "./export.ts";
import { FIND } from "./find.ts";
import { GET } from "./get.ts";
import { IMPORT } from "./import.ts";
import { INFO } from "./info.ts";
import { LS } from "./ls.ts";

/** All commands, in the order of the help. Their modules are loaded when they are run. */
export const CATALOG: readonly CommandDefinition[] = [
  ...[LS, GET, INFO],
  ...[FIND, COUNT],
  ...[EXPORT, IMPORT],
];
