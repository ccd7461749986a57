import type { Store } from "results-manager";
import type { CommandContext } from "../../definition/command-context.ts";
import type { CommandModule } from "../../definition/command-definition.ts";
import { isSet, textOf, wordAt } from "../../definition/read-words.ts";
import { DONE, FAILED } from "../../errors/exit-codes.ts";
import { UsageError } from "../../errors/usage-error.ts";
import { type Medium, mediumOf } from "../../store/medium-of.ts";
import { withStore } from "../../store/with-store.ts";
import { confirm } from "../maintenance/confirm.ts";
import { loadModels } from "../maintenance/load-models.ts";
import { checkDatabase, tableOf } from "./check-database.ts";
import { checkRecords, placesOf, type RecordChecks } from "./check-records.ts";
import { FAULT_COLUMNS, type Fault, type Place } from "./fault.ts";
import { FolderCheck } from "./folder-check.ts";
import { isInside, moveFiles, moveRows } from "./quarantine.ts";

export const run: CommandModule["run"] = async (context) => {
  const word = wordAt(context, 0) as string;
  const medium = mediumOf(word);
  const isFix = isSet(context, "fix");
  if (isFix && medium === "other") throw new UsageError("--fix has a quarantine for stores of files and SQLite only.");
  const models = textOf(context, "models");
  const registry = models === undefined ? undefined : await loadModels(models);
  if (isFix && !(await confirm(context, `Move what is damaged in ${word} into a quarantine?`))) return FAILED;
  return withStore(
    word,
    "read",
    async (store) => {
      const found: Fault[] = [];
      const faults = findFaults(context, store, medium, registry !== undefined);
      const count = await context.output.rows(FAULT_COLUMNS, asRows(faults, found));
      if (isFix) await moveAway(context, store, medium, found);
      return count === 0 ? DONE : FAILED;
    },
    registry && { registry },
  );
};

async function* findFaults(
  context: CommandContext,
  store: Store,
  medium: Medium,
  areValidated: boolean,
): AsyncGenerator<Fault, void, undefined> {
  const { storage } = store.results;
  const place = storage.place as string;
  const folder = medium === "files" ? new FolderCheck(place) : undefined;
  const placeOf: RecordChecks["placeOf"] = (space, key) => {
    if (folder) return { path: storage.locate(space, key) };
    return medium === "database" ? { table: tableOf(space), id: key } : undefined;
  };
  const onListed: RecordChecks["onListed"] = (space, key, found) => folder?.note(storage.locate(space, key), found);
  for await (const fault of checkRecords({ store, signal: context.signal, areValidated, placeOf, onListed })) {
    // The check of rows finds all bad names, also those that are not listed.
    if (medium !== "database" || fault.kind !== "bad name") yield fault;
  }
  if (medium === "database") yield* checkDatabase(place, (line) => context.output.note(line));
  if (!folder) return;
  yield* folder.faults(() => placesOf(store));
  const temporary = folder.countTemporary();
  if (temporary > 0) {
    context.output.note(`There are ${temporary} temporary files. 'compact' removes those of programs that have ended.`);
  }
}

async function* asRows(faults: AsyncIterable<Fault>, found: Fault[]) {
  for await (const fault of faults) {
    found.push(fault);
    const { face, key, kind, message } = fault;
    yield { face, key, kind, message };
  }
}

/** Moves what is still as it was found: a writer may have replaced it. */
async function moveAway(
  { output }: CommandContext,
  { results }: Store,
  medium: Medium,
  found: readonly Fault[],
): Promise<void> {
  if (found.some(({ forbidsWriting }) => forbidsWriting)) {
    output.note(
      "Nothing was moved, since pages of the database are damaged: recover it with sqlite3's '.recover' first.",
    );
    return;
  }
  const places = new Map<string, Place>();
  for (const { place, isStill } of found) if (place && (await isStill?.())) places.set(JSON.stringify(place), place);
  const base = results.storage.place as string;
  const moved = [...places.values()].filter((place) => medium !== "files" || isInside(base, place));
  if (moved.length < places.size)
    output.note(`Not moved: ${places.size - moved.length} files behind links of the store.`);
  if (moved.length === 0) return;
  const target = medium === "files" ? moveFiles(base, moved) : moveRows(base, moved);
  output.note(`Moved ${moved.length} to ${target}.`);
}
