import type { Constructor } from "../storage/constructor.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { ValuesMixin } from "../values/values-mixin.ts";
import { MemoryStorage } from "./memory-storage.ts";

const MemoryValuesBase: typeof MemoryStorage & Constructor<ValueStorage> = ValuesMixin(MemoryStorage);

/** Storage of values in the memory of this process; equal values are stored once. */
export class MemoryValues extends MemoryValuesBase {}
