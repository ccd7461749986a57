import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeBackend, makeFolder } from "@results-manager/testing";
import { describe } from "vitest";
import { type AsyncResultsBackend, AsyncResultsManager, openResults } from "../src/index.ts";

/** Run by `pnpm test:all`: the manager passes each call on, to the backend that its own suite tests. */
const describeSeldom: typeof describeBackend = (subject) =>
  describe.runIf(process.env.TEST_ALL)("seldom", () => describeBackend(subject));

describeSeldom({
  name: "AsyncResultsManager({ baseDir })",
  properties: { runs: 10 },
  open: async (context) => {
    const folder = makeFolder();
    const opened: AsyncResultsBackend[] = [];
    const open = (): AsyncResultsBackend => {
      const manager = new AsyncResultsManager({ ...context, baseDir: folder, durability: "process" });
      opened.push(manager);
      return manager;
    };
    return {
      backend: open(),
      reopen: async () => open(),
      corrupt: async (id) => writeFileSync(join(folder, `${id}.json`), '{"model_type": "Torn", "namesp'),
      dispose: async () => {
        await Promise.all(opened.map((each) => each.close()));
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});

describeSeldom({
  name: "openResults('memory:')",
  lacks: {
    persistence: "memory goes with the backend",
    sharing: "each memory: URL is a memory of its own",
    corruption: "nothing else reaches the memory",
  },
  properties: { runs: 10 },
  open: async (context) => {
    const backend = await openResults("memory:", context);
    return { backend, dispose: () => backend.close() };
  },
});
