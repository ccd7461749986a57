import { describeBackend } from "@results-manager/testing";
import { VoidBackend } from "../../src/index.ts";

const KEEPS_NOTHING = "void keeps nothing";

describeBackend({
  name: "VoidBackend",
  open: async (context) => {
    const backend = new VoidBackend(context);
    return { backend, dispose: () => backend.close() };
  },
  lacks: { retention: KEEPS_NOTHING, persistence: KEEPS_NOTHING, sharing: KEEPS_NOTHING, corruption: KEEPS_NOTHING },
});
