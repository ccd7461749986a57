import { given } from "../errors/given.ts";
import type { ModelRegistry } from "../models/model-registry.ts";
import type { OptionNames } from "../options/check-options.ts";
import type { Clock } from "../time/clock.ts";

/** Options of every backend. */
export interface StorageOptions {
  /** Registry that maps stored names to models. Default: the default registry. */
  readonly registry?: ModelRegistry | undefined;
  /** Source of the time. Default: the system clock. */
  readonly clock?: Clock | undefined;
}

/** Names of the options of every backend. */
export const STORAGE_OPTIONS: OptionNames<StorageOptions> = { registry: true, clock: true };

/** Checks the options of a backend when it is opened: a mistake would show much later, where a time or a model is needed. @throws {TypeError} */
export function checkStorageOptions({ registry, clock }: StorageOptions): void {
  if (registry !== undefined && typeof (registry as Partial<ModelRegistry> | null)?.findModel !== "function") {
    throw new TypeError(`registry must be a ModelRegistry, got ${given(registry)}.`);
  }
  if (clock !== undefined && typeof (clock as Partial<Clock> | null)?.now !== "function") {
    const got = typeof clock === "function" ? "a function: pass { now: … }" : given(clock);
    throw new TypeError(`clock must be an object with a function now(), got ${got}.`);
  }
}
