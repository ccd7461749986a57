import type { Constructor } from "../storage/constructor.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { ValuesMixin } from "../values/values-mixin.ts";
import { VoidStorage } from "./void-storage.ts";

const VoidValuesBase: typeof VoidStorage & Constructor<ValueStorage> = ValuesMixin(VoidStorage);

/** Storage that validates and digests values without storing them, for dry runs. */
export class VoidValues extends VoidValuesBase {}
