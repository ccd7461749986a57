import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  type CallStorage,
  CallsMixin,
  type Constructor,
  DestructuringMixin,
  PerKeyLockMixin,
  SerializingMixin,
  type ValueStorage,
  ValuesMixin,
} from "@results-manager/core";
import { describeCalls, describeValues, makeFolder, type StoreContext } from "@results-manager/testing";
import { type Durability, SqliteCalls, SqliteStorage, SqliteValues } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const VALUES: readonly (readonly [name: string, Values: Constructor<SqliteStorage & ValueStorage>, Durability])[] = [
  ["SqliteValues, full", SqliteValues, "full"],
  ["Values over Destructuring over SQLite", ValuesMixin(DestructuringMixin(SqliteStorage)), "process"],
  [
    "Values over PerKeyLock over Destructuring over SQLite",
    ValuesMixin(PerKeyLockMixin(DestructuringMixin(SqliteStorage, { remainingDepth: 1 }))),
    "process",
  ],
];
const CALLS: readonly (readonly [name: string, Calls: Constructor<SqliteStorage & CallStorage>, Durability])[] = [
  ["SqliteCalls, full", SqliteCalls, "full"],
  ["Calls over Destructuring over SQLite", CallsMixin(DestructuringMixin(SqliteStorage)), "process"],
  [
    "Calls over Serializing over Destructuring over SQLite",
    CallsMixin(SerializingMixin(DestructuringMixin(SqliteStorage))),
    "process",
  ],
];

for (const [name, Values, durability] of VALUES) {
  describeValues({
    name,
    open: async (context) => {
      const { open, corrupt, dispose } = store(Values, context, durability);
      const reopen = async ({ remainingDepth }: { readonly remainingDepth?: number } = {}): Promise<ValueStorage> =>
        remainingDepth === undefined
          ? open()
          : open(ValuesMixin(DestructuringMixin(SqliteStorage, { remainingDepth })));
      return { values: open(), reopen, corrupt: (key) => corrupt("values", key), dispose };
    },
    properties: { runs: 30 },
  });
}

for (const [name, Calls, durability] of CALLS) {
  describeCalls({
    name,
    open: async (context) => {
      const { open, corrupt, dispose } = store(Calls, context, durability);
      return { calls: open(), reopen: async () => open(), corrupt: (key) => corrupt("calls", key), dispose };
    },
    properties: { runs: 60 },
  });
}

function store<T extends SqliteStorage>(
  Storage: Constructor<T>,
  context: StoreContext,
  durability: Durability,
): {
  open: (Other?: Constructor<T>) => T;
  corrupt: (table: "values" | "calls", key: string) => Promise<void>;
  dispose: () => Promise<void>;
} {
  const folder = makeFolder();
  const path = join(folder, "store.db");
  const opened: T[] = [];
  return {
    open: (Other = Storage) => {
      const storage = new Other(path, { ...context, durability });
      opened.push(storage);
      return storage;
    },
    corrupt: async (table, key) => {
      const raw = openRaw(path);
      raw.prepare(`update "${table}" set data = '{"torn' where id = ?`).run(key);
      raw.close();
    },
    dispose: async () => {
      await Promise.all(opened.map((each) => each.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
