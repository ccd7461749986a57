import { writeFileSync } from "node:fs";
import { PerKeyLockMixin } from "@results-manager/core/storage";
import { describeStorage, inNewFolder } from "@results-manager/testing";
import { CrossProcessLockMixin, type FileOptions, FileStorage } from "../src/index.ts";

const STACKS = [
  ["FileStorage", FileStorage],
  ["PerKeyLock over CrossProcessLock over files", PerKeyLockMixin(CrossProcessLockMixin(FileStorage))],
] as const;

for (const [name, Storage] of STACKS) {
  describeStorage({
    name,
    properties: { runs: 20 },
    open: async (context) => {
      const options: FileOptions = { ...context, durability: "process" };
      const store = inNewFolder((folder) => new Storage(folder, options));
      const storage = store.open();
      const corrupt = async (key: string) => writeFileSync(storage.locate("results", key), '{"model_type": "Torn", "n');
      return { ...store, storage, corrupt };
    },
  });
}
