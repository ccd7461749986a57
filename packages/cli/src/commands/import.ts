import { isResultsError, type SetBehavior, type Store } from "results-manager";
import type { CommandContext } from "../definition/command-context.ts";
import type { CommandModule } from "../definition/command-definition.ts";
import { isSet, textOf, wordAt } from "../definition/read-words.ts";
import { DONE, FAILED } from "../errors/exit-codes.ts";
import type { Column } from "../output/column.ts";
import { withStore } from "../store/with-store.ts";
import { type ImportRules, importItems } from "./transfer/import-items.ts";
import { withSource } from "./transfer/import-source.ts";
import { type ImportTarget, rehearsalOf, targetOf } from "./transfer/import-target.ts";
import { tellFailure } from "./transfer/tell-failure.ts";

const COLUMNS: readonly Column[] = [
  { key: "face" },
  { key: "imported", isNumber: true },
  { key: "skipped", isNumber: true },
  { key: "failed", isNumber: true },
];

export const run: CommandModule["run"] = (context) => {
  const { output, signal } = context;
  const rules: ImportRules = {
    behavior: textOf(context, "behavior") as SetBehavior,
    signal,
    onFailure: (error, place) => tellFailure(output, error, place),
  };
  return withSource(context, async (parts) => {
    const { counts, bad } = await withTarget(context, (target) => importItems(parts, target, rules));
    await output.rows(
      COLUMNS,
      counts.map((each) => ({ ...each })),
    );
    return bad > 0 || counts.some(({ failed }) => failed > 0) ? FAILED : DONE;
  });
};

/** Runs a task with the target of the import: the store, which is made if it is not there, or a rehearsal. */
async function withTarget<T>(context: CommandContext, task: (target: ImportTarget) => Promise<T>): Promise<T> {
  const word = wordAt(context, 0) as string;
  if (!isSet(context, "dryRun")) return withStore(word, "create", (store) => task(targetOf(store)));
  let isOpen = false;
  const rehearse = (store?: Store): Promise<T> => {
    isOpen = true;
    return task(rehearsalOf(store));
  };
  try {
    return await withStore(word, "read", rehearse);
  } catch (error) {
    if (isOpen || !isResultsError(error, "STORE_NOT_FOUND")) throw error;
    return rehearse(); // There is no store, and none is made.
  }
}
