import { describeBackend } from "@results-manager/testing";
import { AsyncResultsManager, MemoryBackend } from "../../src/index.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

describeBackend({
  name: "AsyncResultsManager over MemoryBackend",
  open: async (context) => {
    const backend = new AsyncResultsManager({ backend: new MemoryBackend(context) });
    return { backend, dispose: () => backend.close() };
  },
  lacks: MEMORY_LACKS,
});
