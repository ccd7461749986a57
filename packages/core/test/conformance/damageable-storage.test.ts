import { describeBackend, faceOver } from "@results-manager/testing";
import { ResultsFace } from "../../src/index.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

const DamageableBackend = faceOver(ResultsFace, DamageableStorage);
const { corruption: _, ...lacks } = MEMORY_LACKS;

describeBackend({
  name: "a medium that answers with promises and can be damaged",
  open: async (context) => {
    const backend = new DamageableBackend(context);
    return { backend, corrupt: async (id) => backend.storage.damage(id), dispose: () => backend.close() };
  },
  lacks,
  properties: { runs: 40 },
});
