import { type BackendUnderTest, describeBackend, describeQueries } from "@results-manager/testing";
import { MemoryBackend } from "../../src/index.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const memory: BackendUnderTest = {
  name: "MemoryBackend",
  open: async (context) => {
    const backend = new MemoryBackend(context);
    return { backend, dispose: () => backend.close() };
  },
  lacks: MEMORY_LACKS,
};

describeBackend(memory);
describeQueries(memory);
