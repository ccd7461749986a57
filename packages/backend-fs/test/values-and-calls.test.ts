import { readFileSync, writeFileSync } from "node:fs";
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
import { CrossProcessLockMixin, FileCalls, type FileOptions, FileStorage, FileValues } from "../src/index.ts";

type Open<T> = new (folder: string, options: FileOptions & StoreContext) => T;

type Stack<T> = readonly [name: string, Face: Open<T>, durability: "full" | "process"];
const VALUES: readonly Stack<ValueStorage>[] = [["FileValues, full", FileValues, "full"]];
const CALLS: readonly Stack<CallStorage>[] = [["FileCalls, full", FileCalls, "full"]];
/** Run by `pnpm test:all`; each mixin runs over memory every time. */
const SELDOM_VALUES: readonly Stack<ValueStorage>[] = [
  ["FileValues, process", FileValues, "process"],
  [
    "Values over CrossProcessLock over Destructuring over files",
    faceOver(ValuesFace, CrossProcessLockMixin(DestructuringMixin(FileStorage, { remainingDepth: 1 }))),
    "process",
  ],
  ["Values over Destructuring over files", faceOver(ValuesFace, DestructuringMixin(FileStorage)), "process"],
  [
    "Values over Destructuring over PerKeyLock over files",
    faceOver(ValuesFace, DestructuringMixin(PerKeyLockMixin(FileStorage))),
    "process",
  ],
];
const SELDOM_CALLS: readonly Stack<CallStorage>[] = [
  ["FileCalls, process", FileCalls, "process"],
  [
    "Calls over Destructuring over CrossProcessLock over files",
    faceOver(CallsFace, DestructuringMixin(CrossProcessLockMixin(FileStorage))),
    "process",
  ],
  ["Calls over Destructuring over files", faceOver(CallsFace, DestructuringMixin(FileStorage)), "process"],
  [
    "Calls over Serializing over Destructuring over files",
    faceOver(CallsFace, SerializingMixin(DestructuringMixin(FileStorage))),
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
          : openOther(faceOver(ValuesFace, DestructuringMixin(FileStorage, { remainingDepth })));
      return { ...opened, values: opened.open(), reopen, corrupt: (key) => corrupt("values", key) };
    },
    properties: { runs: 20 },
  });
}

for (const [name, Calls, durability] of isAll ? [...CALLS, ...SELDOM_CALLS] : CALLS) {
  describeCalls({
    name,
    open: async (context) => {
      const { corrupt, ...opened } = store(Calls, context, durability);
      return { ...opened, calls: opened.open(), corrupt: (key) => corrupt("calls", key) };
    },
    properties: { runs: 20 },
  });
}

function store<T extends { close(): Promise<void> }>(
  Face: Open<T>,
  context: StoreContext,
  durability: "full" | "process",
): NewFolder<T> & {
  readonly openOther: (Other: Open<T>) => T;
  readonly corrupt: (space: "values" | "calls", key: string) => Promise<void>;
} {
  const make = (Made: Open<T>) => (folder: string) => new Made(folder, { ...context, durability });
  const opened = inNewFolder(make(Face));
  const corrupt = async (space: "values" | "calls", key: string) => {
    const file = join(opened.folder, ".results-manager", space, key.slice(0, 2), `${key.slice(2)}.record`);
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -20));
  };
  return { ...opened, openOther: (Other) => opened.open(make(Other)), corrupt };
}
