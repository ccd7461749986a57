import type { AsyncResultsBackend } from "../results/async-results-backend.ts";
import { ResultsMixin } from "../results/results-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { MemoryStorage } from "./memory-storage.ts";

const MemoryResults: typeof MemoryStorage & Constructor<AsyncResultsBackend> = ResultsMixin(MemoryStorage);

/** Keeps results in this process's memory; they go with it. For tests, and as a first stage before `copyTo`. */
export class MemoryBackend extends MemoryResults {}
