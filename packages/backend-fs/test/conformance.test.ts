import { writeFileSync } from "node:fs";
import { ResultsFace } from "@results-manager/core";
import { PerKeyLockMixin, SerializingMixin, type StorageOptions } from "@results-manager/core/storage";
import {
  type BackendUnderTest,
  describeBackend,
  describeQueries,
  faceOver,
  inNewFolder,
  type Lacks,
} from "@results-manager/testing";
import { CrossProcessLockMixin, type Durability, FileBackend, type FileOptions, FileStorage } from "../src/index.ts";

type FileClass = new (folder: string, options: FileOptions & StorageOptions) => ResultsFace;

const LockedByKey: FileClass = faceOver(ResultsFace, PerKeyLockMixin(CrossProcessLockMixin(FileStorage)));
const Serialized: FileClass = faceOver(ResultsFace, SerializingMixin(FileStorage));
const Bare: FileClass = faceOver(ResultsFace, FileStorage);

const SLOW = "thousands of calls at once take as many locks";
const waits: Lacks = {
  ordering: "a call that waits for the lock of its key lets calls without keys overtake it",
  responsiveness: SLOW,
};
type Stack = readonly [name: string, Backend: FileClass, durability: Durability, lacks?: Lacks];
const ALWAYS: readonly Stack[] = [["FileBackend, full", FileBackend, "full"]];
/** Run by `pnpm test:all`; each mixin runs over memory every time. */
const SELDOM: readonly Stack[] = [
  ["Results over PerKeyLock over CrossProcessLock over files", LockedByKey, "process", waits],
  ["FileBackend, process", FileBackend, "process"],
  ["Results over Serializing over files", Serialized, "process", { responsiveness: SLOW }],
  ["Results over files, without locks", Bare, "process"],
];

for (const [name, Backend, durability, lacks = {}] of process.env.TEST_ALL ? [...ALWAYS, ...SELDOM] : ALWAYS) {
  const subject: BackendUnderTest = {
    name,
    lacks,
    properties: { runs: 20 },
    open: async (context) => {
      const store = inNewFolder((folder) => new Backend(folder, { ...context, durability }));
      const backend = store.open();
      const corrupt = async (id: string) =>
        writeFileSync(backend.storage.locate("results", id), '{"model_type": "Torn", "namesp');
      return { ...store, backend, corrupt };
    },
  };
  describeBackend(subject);
  describeQueries(subject);
}
