import type { CallStorage } from "../calls/call-storage.ts";
import { CallsMixin } from "../calls/calls-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { MemoryStorage } from "./memory-storage.ts";

const MemoryCallsBase: typeof MemoryStorage & Constructor<CallStorage> = CallsMixin(MemoryStorage);

/** Storage of calls and their values in the memory of this process. */
export class MemoryCalls extends MemoryCallsBase {}
