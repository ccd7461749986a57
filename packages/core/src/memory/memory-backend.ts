import { PerKeyLockMixin } from "../locking/per-key-lock-mixin.ts";
import type { AsyncResultsBackend } from "../results/async-results-backend.ts";
import { ResultsMixin } from "../results/results-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { MemoryStorage } from "./memory-storage.ts";

// Single reads and writes are atomic by themselves: only what reads, works and writes takes turns.
const MemoryResults: typeof MemoryStorage & Constructor<AsyncResultsBackend> = ResultsMixin(
  PerKeyLockMixin(MemoryStorage, { intents: ["update"] }),
);

/** Keeps results in this process's memory; they go with it. For tests, and as a first stage before `copyTo`. */
export class MemoryBackend extends MemoryResults {}
