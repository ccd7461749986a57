import { createRequire } from "node:module";
import { StorageError } from "@results-manager/core";

/** The members of fs-native-extensions that are used; it has no types of its own. */
export interface NativeLocks {
  tryLock(fd: number, offset: number, length: number, options?: { readonly shared: boolean }): boolean;
  unlock(fd: number, offset: number, length: number): void;
}

let native: NativeLocks | undefined;

/** Loads the native module on first use. @throws {StorageError} if it cannot be loaded. */
export function nativeLocks(): NativeLocks {
  try {
    native ??= createRequire(import.meta.url)("fs-native-extensions") as NativeLocks;
    return native;
  } catch (cause) {
    const advice = "With Node's permission model, pass --allow-addons";
    throw new StorageError(
      `Kernel locks need the native module 'fs-native-extensions', which could not be loaded. ${advice}.`,
      {
        cause,
      },
    );
  }
}
