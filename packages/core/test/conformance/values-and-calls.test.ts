import { describeCalls, describeValues, faceOver, type Lacks } from "@results-manager/testing";
import {
  type CallStorage,
  CallsFace,
  MemoryCalls,
  MemoryValues,
  type ValueStorage,
  ValuesFace,
  VoidCalls,
  VoidValues,
} from "../../src/index.ts";
import {
  type Constructor,
  DestructuringMixin,
  MemoryStorage,
  PerKeyLockMixin,
  SerializingMixin,
} from "../../src/storage.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const NOTHING: Lacks = { retention: "it keeps nothing" };
const WHOLE = { remainingDepth: 2 };
type Base = readonly [name: string, Base: typeof MemoryStorage];
const LOCKED: Base = [
  "PerKeyLock over Destructuring over memory",
  PerKeyLockMixin(DestructuringMixin(MemoryStorage, WHOLE)),
];
const SERIALIZED: Base = [
  "Destructuring over Serializing over memory",
  DestructuringMixin(SerializingMixin(MemoryStorage), WHOLE),
];
/** Run by `pnpm test:all`: the same mixins, alone or in another order. */
const SELDOM: readonly Base[] = [
  ["Destructuring over memory", DestructuringMixin(MemoryStorage)],
  ["Destructuring over PerKeyLock over memory", DestructuringMixin(PerKeyLockMixin(MemoryStorage))],
  [
    "Serializing over PerKeyLock over Destructuring over memory",
    SerializingMixin(PerKeyLockMixin(DestructuringMixin(MemoryStorage))),
  ],
];
const ALL = process.env.TEST_ALL ? [LOCKED, SERIALIZED, ...SELDOM] : undefined;
const VALUES: readonly (readonly [name: string, Values: Constructor<ValueStorage>, lacks?: Lacks])[] = [
  ["MemoryValues", MemoryValues],
  ["VoidValues", VoidValues, NOTHING],
  ["Values over a medium that has the required hooks alone", faceOver(ValuesFace, DamageableStorage)],
  // A storage of calls has the values over the same stack, too.
  ...(ALL ?? [LOCKED]).map(([name, Base]) => [`Values over ${name}`, faceOver(ValuesFace, Base)] as const),
];
const CALLS: readonly (readonly [name: string, Calls: Constructor<CallStorage>, lacks?: Lacks])[] = [
  ["MemoryCalls", MemoryCalls],
  ["VoidCalls", VoidCalls, NOTHING],
  ["Calls over a medium that has the required hooks alone", faceOver(CallsFace, DamageableStorage)],
  ...(ALL ?? [SERIALIZED]).map(([name, Base]) => [`Calls over ${name}`, faceOver(CallsFace, Base)] as const),
];

for (const [name, Values, lacks = {}] of VALUES) {
  describeValues({
    name,
    open: async (context) => {
      const values = new Values(context);
      return { values, dispose: () => values.close() };
    },
    lacks: { ...MEMORY_LACKS, ...lacks },
    properties: { runs: 40 },
  });
}

for (const [name, Calls, lacks = {}] of CALLS) {
  describeCalls({
    name,
    open: async (context) => {
      const calls = new Calls(context);
      return { calls, dispose: () => calls.close() };
    },
    lacks: { ...MEMORY_LACKS, ...lacks },
    properties: { runs: 40 },
  });
}
