import { parseId, type ResultsFace } from "results-manager";
import type { CommandContext } from "../../definition/command-context.ts";
import type { CommandModule } from "../../definition/command-definition.ts";
import { isSet, wordAt, wordsFrom } from "../../definition/read-words.ts";
import { DONE, FAILED } from "../../errors/exit-codes.ts";
import { NothingThere } from "../../errors/nothing-there.ts";
import { withStore } from "../../store/with-store.ts";
import { confirm } from "./confirm.ts";
import { printCount } from "./print-count.ts";

/** Ids are removed in groups of as many. */
const PAGE = 1000;

export const run: CommandModule["run"] = async (context) => {
  const store = wordAt(context, 0) as string;
  const ids = wordsFrom(context, 1).map((id) => parseId(id));
  const isDry = isSet(context, "dryRun");
  return withStore(store, isDry ? "read" : "write", async ({ results }) => {
    if (isDry) {
      const count = await context.output.rows([{ key: "id" }], asRows(idsOf(context, results, ids)));
      return count > 0 ? DONE : nothing(ids);
    }
    const below = isSet(context, "recursive") ? " and all below" : "";
    if (!(await confirm(context, `Remove ${ids.join(", ")}${below} from ${store}?`))) return FAILED;
    let removed = 0;
    let page: string[] = [];
    for await (const id of idsOf(context, results, ids)) {
      if (page.push(id) < PAGE) continue;
      removed += await results.deleteMany(page);
      page = [];
    }
    removed += await results.deleteMany(page);
    return removed > 0 ? printCount(context, "removed", removed) : nothing(ids);
  });
};

/** Yields the ids that are there. */
async function* idsOf(context: CommandContext, results: ResultsFace, ids: readonly string[]): AsyncGenerator<string> {
  for (const id of ids) {
    if (isSet(context, "recursive")) yield* results.ids(id, { signal: context.signal });
    else if (await isListed(results, id)) yield id;
  }
}

/** Tells whether there is a result, which may be damaged: `exists` finds none that cannot be read. */
async function isListed(results: ResultsFace, id: string): Promise<boolean> {
  for await (const first of results.ids(id, { limit: 1 })) return first === id;
  return false;
}

async function* asRows(ids: AsyncIterable<string>) {
  for await (const id of ids) yield { id };
}

function nothing(ids: readonly string[]): never {
  throw new NothingThere(`There is no result at ${ids.join(", ")}. Results below an id are removed with -r.`);
}
