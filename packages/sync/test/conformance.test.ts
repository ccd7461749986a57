import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import {
  type BackendUnderTest,
  describeBackend,
  describeQueries,
  type Lacks,
  makeFolder,
  type StoreContext,
  type StoreUnderTest,
} from "@results-manager/testing";
import { ResultsManager } from "../src/index.ts";
import { asyncFace } from "./support/async-face.ts";

const BLOCKS = "the thread that calls waits, and does nothing else meanwhile";
const lacks: Lacks = {
  asynchrony: BLOCKS,
  responsiveness: BLOCKS,
};
/** The worker runs the code that `FileBackend` does, whose own suite has all random cases every time. */
const properties = { runs: process.env.TEST_ALL ? 20 : 5 };

/** Opens managers on one store, behind the face that the suite asks, and closes them together. */
function storeOf(open: () => ResultsManager, context: StoreContext, folder?: string): Required<StoreUnderTest> {
  const opened: ResultsManager[] = [];
  const face = (results: ResultsManager): StoreUnderTest["backend"] => {
    opened.push(results);
    return asyncFace(results);
  };
  return {
    backend: face(open()),
    reopen: async () => face(open()),
    elsewhere: async () => face(new ResultsManager("memory:", context)),
    corrupt: async () => {},
    dispose: async () => {
      for (const results of opened) results.close();
      if (folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function describeStore(subject: BackendUnderTest): void {
  describeBackend(subject);
  describeQueries(subject);
}

/** `pnpm test:all` runs every store; blocking is the same on each. */
const describeSeldom = process.env.TEST_ALL ? describeStore : () => {};

describeSeldom({
  name: "ResultsManager over memory",
  properties,
  lacks: {
    ...lacks,
    persistence: "memory goes with the backend",
    sharing: "each backend has a memory of its own",
    corruption: "nothing else reaches the memory",
  },
  open: async (context) => storeOf(() => new ResultsManager("memory:", context), context),
});

describeStore({
  name: "ResultsManager over files",
  properties,
  lacks,
  open: async (context) => {
    const baseDir = makeFolder();
    const open = (): ResultsManager => new ResultsManager({ ...context, baseDir, durability: "process" });
    const corrupt = async (id: string): Promise<void> =>
      writeFileSync(join(baseDir, `${id}.json`), '{"model_type": "Torn');
    return { ...storeOf(open, context, baseDir), corrupt };
  },
});

describeSeldom({
  name: "ResultsManager over SQLite",
  properties,
  lacks,
  open: async (context) => {
    const folder = makeFolder();
    const path = join(folder, "results.db");
    const open = (): ResultsManager => new ResultsManager(`sqlite:${path}`, { ...context, durability: "process" });
    const corrupt = async (id: string): Promise<void> => {
      const raw = new DatabaseSync(path);
      raw.prepare("update results set data = '{\"torn' where id = ?").run(id);
      raw.close();
    };
    return { ...storeOf(open, context, folder), corrupt };
  },
});

describeSeldom({
  name: "ResultsManager over a stack with one lock for everything",
  properties,
  lacks: {
    ...lacks,
    persistence: "memory goes with the backend",
    sharing: "each backend has a memory of its own",
    corruption: "nothing else reaches the memory",
  },
  open: async (context) => {
    const module = new URL("./support/serialized-memory.ts", import.meta.url);
    return storeOf(() => new ResultsManager({ ...context, backend: { module } }), context);
  },
});
