import { expectSharedFaces } from "@results-manager/testing";
import { test } from "vitest";
import { DestructuringMixin, MemoryStorage, PerKeyLockMixin, SerializingMixin } from "../../src/storage.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";

test.each([
  ["memory", MemoryStorage],
  ["Destructuring over PerKeyLock over memory", DestructuringMixin(PerKeyLockMixin(MemoryStorage))],
  ["Serializing over memory", SerializingMixin(MemoryStorage)],
  ["a medium that has the required hooks alone", DamageableStorage],
])("all faces share one storage: %s", (_, Storage) => expectSharedFaces(new Storage()));
