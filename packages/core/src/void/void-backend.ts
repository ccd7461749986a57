import type { AsyncResultsBackend } from "../results/async-results-backend.ts";
import { ResultsMixin } from "../results/results-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import { VoidStorage } from "./void-storage.ts";

const VoidResults: typeof VoidStorage & Constructor<AsyncResultsBackend> = ResultsMixin(VoidStorage);

/** Backend that validates results without storing them, for dry runs. */
export class VoidBackend extends VoidResults {}
