import { join } from "node:path";
import { type CallStorage, CallsFace, type ValueStorage, ValuesFace } from "@results-manager/core";
import { DestructuringMixin, PerKeyLockMixin, SerializingMixin } from "@results-manager/core/storage";
import {
  describeCalls,
  describeValues,
  faceOver,
  inNewFolder,
  type NewFolder,
  type StoreContext,
} from "@results-manager/testing";
import { type Durability, SqliteCalls, type SqliteOptions, SqliteStorage, SqliteValues } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

type Open<T> = new (path: string, options: SqliteOptions & StoreContext) => T;
type Stack<T> = readonly [name: string, Face: Open<T>, durability: Durability];
const VALUES: readonly Stack<ValueStorage>[] = [["SqliteValues, full", SqliteValues, "full"]];
const CALLS: readonly Stack<CallStorage>[] = [["SqliteCalls, full", SqliteCalls, "full"]];
/** Run by `pnpm test:all`; each mixin runs over memory every time. */
const SELDOM_VALUES: readonly Stack<ValueStorage>[] = [
  [
    "Values over PerKeyLock over Destructuring over SQLite",
    faceOver(ValuesFace, PerKeyLockMixin(DestructuringMixin(SqliteStorage, { remainingDepth: 1 }))),
    "process",
  ],
  ["Values over Destructuring over SQLite", faceOver(ValuesFace, DestructuringMixin(SqliteStorage)), "process"],
];
const SELDOM_CALLS: readonly Stack<CallStorage>[] = [
  ["Calls over Destructuring over SQLite", faceOver(CallsFace, DestructuringMixin(SqliteStorage)), "process"],
  [
    "Calls over Serializing over Destructuring over SQLite",
    faceOver(CallsFace, SerializingMixin(DestructuringMixin(SqliteStorage))),
    "process",
  ],
];
const isAll = process.env.TEST_ALL !== undefined;

for (const [name, Values, durability] of isAll ? [...VALUES, ...SELDOM_VALUES] : VALUES) {
  describeValues({
    name,
    open: async (context) => {
      const { corrupt, openOther, ...opened } = store(Values, context, durability);
      const reopen = async ({ remainingDepth }: { readonly remainingDepth?: number } = {}): Promise<ValueStorage> =>
        remainingDepth === undefined
          ? opened.open()
          : openOther(faceOver(ValuesFace, DestructuringMixin(SqliteStorage, { remainingDepth })));
      return { ...opened, values: opened.open(), reopen, corrupt: (key) => corrupt("values", key) };
    },
    properties: { runs: 30 },
  });
}

for (const [name, Calls, durability] of isAll ? [...CALLS, ...SELDOM_CALLS] : CALLS) {
  describeCalls({
    name,
    open: async (context) => {
      const { corrupt, ...opened } = store(Calls, context, durability);
      return { ...opened, calls: opened.open(), corrupt: (key) => corrupt("calls", key) };
    },
    properties: { runs: 60 },
  });
}

function store<T extends { close(): Promise<void> }>(
  Face: Open<T>,
  context: StoreContext,
  durability: Durability,
): NewFolder<T> & {
  readonly openOther: (Other: Open<T>) => T;
  readonly corrupt: (space: "values" | "calls", key: string) => Promise<void>;
} {
  const make = (Made: Open<T>) => (folder: string) => new Made(join(folder, "store.db"), { ...context, durability });
  const opened = inNewFolder(make(Face));
  const corrupt = async (table: "values" | "calls", key: string) => {
    const raw = openRaw(join(opened.folder, "store.db"));
    raw.prepare(`update results_manager_${table} set data = '{"torn' where id = ?`).run(key);
    raw.close();
  };
  return { ...opened, openOther: (Other) => opened.open(make(Other)), corrupt };
}
