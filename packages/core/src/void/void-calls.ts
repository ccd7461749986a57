import type { CallStorage } from "../calls/call-storage.ts";
import { CallsMixin } from "../calls/calls-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { VoidStorage } from "./void-storage.ts";

const VoidCallsBase: typeof VoidStorage & Constructor<CallStorage> = CallsMixin(VoidStorage);

/** Storage that validates calls without storing them, so that each is computed again, for dry runs. */
export class VoidCalls extends VoidCallsBase {}
