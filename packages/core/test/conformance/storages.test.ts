import { describeStorage } from "@results-manager/testing";
import { MemoryStorage } from "../../src/storage.ts";
import { VoidStorage } from "../../src/void/void-storage.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";
import { MapTexts } from "../support/map-texts.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const { corruption: _, ...lacks } = MEMORY_LACKS;

describeStorage({
  name: "MemoryStorage",
  open: async (context) => {
    const storage = new MemoryStorage(context);
    return { storage, dispose: () => storage.close() };
  },
  lacks: MEMORY_LACKS,
});

describeStorage({
  name: "a medium that has the required hooks alone",
  open: async (context) => {
    const storage = new DamageableStorage(context);
    return { storage, corrupt: async (key) => storage.damage(key), dispose: () => storage.close() };
  },
  lacks,
});

describeStorage({
  name: "a TextStorage",
  open: async (context) => {
    const storage = new MapTexts(context);
    const corrupt = async (key: string): Promise<void> => void storage.in("results").set(key, '{"modelName":');
    return { storage, corrupt, dispose: () => storage.close() };
  },
  lacks,
});

describeStorage({
  name: "VoidStorage",
  open: async (context) => {
    const storage = new VoidStorage(context);
    return { storage, dispose: () => storage.close() };
  },
  lacks: { ...MEMORY_LACKS, retention: "it keeps nothing" },
});
