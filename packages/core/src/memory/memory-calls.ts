import type { CallStorage } from "../calls/call-storage.ts";
import { CallsMixin } from "../calls/calls-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { MemoryStorage } from "./memory-storage.ts";

const MemoryCallsBase: typeof MemoryStorage & Constructor<CallStorage> = CallsMixin(MemoryStorage);

/** Keeps calls and their values in this process's memory; they go with it. */
export class MemoryCalls extends MemoryCallsBase {}
