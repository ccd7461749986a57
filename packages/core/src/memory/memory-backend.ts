import type { AsyncResultsBackend } from "../results/async-results-backend.ts";
import { ResultsMixin } from "../results/results-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { MemoryStorage } from "./memory-storage.ts";

const MemoryResults: typeof MemoryStorage & Constructor<AsyncResultsBackend> = ResultsMixin(MemoryStorage);

/** Backend that stores results in the memory of this process. For tests, and to collect results before `copyTo`. */
export class MemoryBackend extends MemoryResults {}
