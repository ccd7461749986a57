import type { CallStorage } from "../calls/call-storage.ts";
import { CallsMixin } from "../calls/calls-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { VoidStorage } from "./void-storage.ts";

const VoidCallsBase: typeof VoidStorage & Constructor<CallStorage> = CallsMixin(VoidStorage);

/** Checks every call and keeps none, so that everything is computed each time: for dry runs. */
export class VoidCalls extends VoidCallsBase {}
