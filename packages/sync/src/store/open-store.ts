import { openRequest } from "../recipe/open-request.ts";
import type { ParsedOptions } from "../results-manager-options.ts";
import { WorkerStore } from "./worker-store.ts";

/** Opens what was described, in the worker. @throws as `ResultsManager` does. */
export function openStore(store: unknown, { registry, clock, timeoutMs, rest }: ParsedOptions): WorkerStore {
  return new WorkerStore({ order: openRequest(store, rest), registry, clock, timeoutMs });
}
