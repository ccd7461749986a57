import { openRequest } from "../recipe/open-request.ts";
import type { ParsedOptions } from "./manager-options.ts";
import { WorkerStore } from "./worker-store.ts";

/** Opens the described store in the worker. @throws as `ResultsManager` does. */
export function openStore(store: unknown, { registry, clock, timeoutMs, rest }: ParsedOptions): WorkerStore {
  return new WorkerStore({ request: openRequest("results", store, rest), registry, clock, timeoutMs });
}
