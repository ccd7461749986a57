import { parseId, type ResultId } from "../ids/result-id.ts";
import type { RecordWrite } from "../records/storage-backend.ts";
import { mapCooperatively } from "../scheduling/event-loop.ts";
import { refuseOwnUpdate } from "../scheduling/user-work.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { checkPair, listOf } from "../typed-records/list-of.ts";
import { PendingSet } from "./pending-set.ts";
import type { SetOptions } from "./results-options.ts";
import type { ModelNotes } from "./schemas/model-notes.ts";

/** Stores many results in one round trip; implements `AsyncResultsBackend.setMany`. */
export async function setTogether(
  access: StorageAccess,
  notes: ModelNotes,
  entries: Iterable<readonly [ResultId, unknown]>,
  options: SetOptions,
): Promise<boolean[]> {
  const { storage } = access;
  const pending = listOf(entries, "entries", (entry) => {
    const [id, data] = checkPair(entry);
    return new PendingSet(storage, parseId(id), data, options);
  });
  const keys = pending.map(({ key }) => key);
  refuseOwnUpdate(storage, keys);
  return access.operate(keys, "write", async () => {
    for (const { model } of pending) {
      const making = storage.indexed(model);
      if (making) await making;
    }
    const writes = await mapCooperatively(pending, (set) => (set.content ? (set as RecordWrite) : prepared(set)));
    const outcomes = await storage.write("results", writes);
    const written = pending.filter((_, i) => outcomes[i]?.written);
    notes.noteWrites(written.filter((set) => notes.isNew(set)));
    return outcomes.map((outcome, i) => (pending[i] as PendingSet).settle(outcome));
  });
}

async function prepared(set: PendingSet): Promise<RecordWrite> {
  const { key, condition, confirms, ignoresFound } = set;
  return { key, condition, confirms, ignoresFound, content: await set.prepare() };
}
