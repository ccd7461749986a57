import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../packaging/public-package.ts";
import { commandsPage } from "./commands-page.ts";

// Writes the page of the commands.
writeFileSync(join(ROOT, "docs/commands.md"), commandsPage());
