import { FileBackend, FileCache, FileCalls, FileStorage, FileValues } from "@results-manager/backend-fs";
import { MemoryBackend, MemoryCache, MemoryCalls, MemoryValues } from "@results-manager/core";
import { MemoryStorage } from "@results-manager/core/storage";
import {
  describeBackend,
  describeCache,
  describeCalls,
  describeStorage,
  describeValues,
  inNewFolder,
} from "@results-manager/testing";

// The packed suites over packed media: a medium of another author is tested by them as they are here.
const MEMORY = { persistence: "memory", sharing: "memory", corruption: "memory" };
const FILES = { corruption: "the suites of the repository damage files" };
const SUITES = [
  [describeStorage, "storage", MemoryStorage, FileStorage],
  [describeBackend, "backend", MemoryBackend, FileBackend],
  [describeCache, "cache", MemoryCache, FileCache],
  [describeValues, "values", MemoryValues, FileValues],
  [describeCalls, "calls", MemoryCalls, FileCalls],
];
const properties = { runs: 5 };

for (const [describe, face, Memory, Files] of SUITES) {
  describe({
    name: Memory.name,
    lacks: MEMORY,
    properties,
    open: async (context) => {
      const opened = new Memory(context);
      return { [face]: opened, dispose: () => opened.close() };
    },
  });
  describe({
    name: Files.name,
    lacks: FILES,
    properties,
    open: async (context) => {
      const store = inNewFolder((folder) => new Files(folder, { ...context, durability: "process" }));
      return { ...store, [face]: store.open() };
    },
  });
}
