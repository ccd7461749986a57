import { describeBackend } from "@results-manager/testing";
import { ResultsMixin } from "../../src/storage.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const DamageableBackend = ResultsMixin(DamageableStorage);
const { corruption: _, ...lacks } = MEMORY_LACKS;

describeBackend({
  name: "a medium that answers with promises and can be damaged",
  open: async (context) => {
    const backend = new DamageableBackend(context);
    return { backend, corrupt: async (id) => backend.damage(id), dispose: () => backend.close() };
  },
  lacks,
  properties: { runs: 40 },
});
