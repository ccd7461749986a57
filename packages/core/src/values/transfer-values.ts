import { parseDigest } from "../ids/digest-text.ts";
import { storedContent } from "../records/stored-content.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { KeyedRecord } from "../transfer/keyed-record.ts";
import { Transfer } from "../transfer/transfer.ts";
import type { StoredValues } from "./stored-values.ts";
import { ValueAliases } from "./value-aliases.ts";
import { parseSaveKey } from "./value-key.ts";

/** Stored form of a value or a part of one under its digest, with the aliases of the value. */
export interface ValueRecord extends KeyedRecord {
  readonly aliases?: readonly string[] | undefined;
}

/** Exports and imports of values. A record is checked against its digest when it is loaded, as ever. */
export function valueTransfer(access: StorageAccess, values: StoredValues): Transfer<ValueRecord> {
  const { storage } = access;
  const aliases = new ValueAliases(access);
  let known: Promise<ReadonlyMap<string, readonly string[]>> | undefined;
  return new Transfer<ValueRecord>(access, {
    space: "values",
    advice: "Evict it, and save it again.",
    async form(key, record) {
      known ??= aliasesByDigest(aliases);
      const names = (await known).get(key);
      return { key, ...storedContent(record), ...(names && { aliases: names }) };
    },
    check({ key, aliases: names = [] }) {
      parseDigest(key);
      for (const name of names) {
        if (parseSaveKey(name).alias !== name) throw new TypeError(`Expected an alias of '${key}', got '${name}'.`);
      }
    },
    async store({ key: text, aliases: names = [], ...content }) {
      const key = parseDigest(text);
      let isWritten = false;
      const save = async (isAgain: boolean): Promise<void> => {
        const [outcome] = await storage.write("values", [{ key, condition: "absent", content, confirms: true }]);
        if (!isAgain) isWritten = outcome?.written === true;
        for (const name of names) await aliases.set(name, key, isAgain);
      };
      await access.together([key, ...names], "write", () => values.garbage.guard(save));
      return isWritten;
    },
  });
}

async function aliasesByDigest(aliases: ValueAliases): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for await (const [alias, digest] of aliases.entries()) found.set(digest, [...(found.get(digest) ?? []), alias]);
  return found;
}
