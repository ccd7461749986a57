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
import {
  describeCalls,
  describeValues,
  inNewFolder,
  type NewFolder,
  type StoreContext,
} from "@results-manager/testing";
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
      const { corrupt, openOther, ...opened } = store(Values, context, durability);
      const reopen = async ({ remainingDepth }: { readonly remainingDepth?: number } = {}): Promise<ValueStorage> =>
        remainingDepth === undefined
          ? opened.open()
          : openOther(ValuesMixin(DestructuringMixin(SqliteStorage, { remainingDepth })));
      return { ...opened, values: opened.open(), reopen, corrupt: (key) => corrupt("values", key) };
    },
    properties: { runs: 30 },
  });
}

for (const [name, Calls, durability] of CALLS) {
  describeCalls({
    name,
    open: async (context) => {
      const { corrupt, ...opened } = store(Calls, context, durability);
      return { ...opened, calls: opened.open(), corrupt: (key) => corrupt("calls", key) };
    },
    properties: { runs: 60 },
  });
}

function store<T extends SqliteStorage>(
  Storage: Constructor<T>,
  context: StoreContext,
  durability: Durability,
): NewFolder<T> & {
  readonly openOther: (Other: Constructor<T>) => T;
  readonly corrupt: (space: "values" | "calls", key: string) => Promise<void>;
} {
  const make = (Made: Constructor<T>) => (folder: string) =>
    new Made(join(folder, "store.db"), { ...context, durability });
  const opened = inNewFolder(make(Storage));
  const corrupt = async (table: "values" | "calls", key: string) => {
    const raw = openRaw(join(opened.folder, "store.db"));
    raw.prepare(`update results_manager_${table} set data = '{"torn' where id = ?`).run(key);
    raw.close();
  };
  return { ...opened, openOther: (Other) => opened.open(make(Other)), corrupt };
}
