import type { Constructor } from "../storage/constructor.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { ValuesMixin } from "../values/values-mixin.ts";
import { MemoryStorage } from "./memory-storage.ts";

const MemoryValuesBase: typeof MemoryStorage & Constructor<ValueStorage> = ValuesMixin(MemoryStorage);

/** Keeps values in this process's memory, each once; they go with it. */
export class MemoryValues extends MemoryValuesBase {}
