import { createRequire } from "node:module";
import { nativeModuleError, requireDependency } from "@results-manager/core/internal";

/** Locks on ranges of bytes of open files. */
export interface NativeLocks {
  /** Takes a lock; returns false where another process holds one that excludes it. */
  tryLock(fd: number, offset: number, length: number, options?: { readonly shared: boolean }): boolean;
  unlock(fd: number, offset: number, length: number): void;
}

/** The members of the native module that are used; it has no types of its own. */
interface Binding {
  /** @throws an error with code `EAGAIN` where another process holds a lock. */
  tryLock(fd: number, offset: number, length: number, exclusive: boolean): void;
  unlock(fd: number, offset: number, length: number): void;
}

const require = createRequire(import.meta.url ?? __filename);

/**
 * Prebuilt modules. Required by literal paths, which tools find that collect the files of a program; the package itself computes the path,
 * and loads ten files for that.
 */
const PREBUILT: Readonly<Record<string, () => Binding>> = {
  "darwin-arm64": () => require("fs-native-extensions/prebuilds/darwin-arm64/fs-native-extensions.node"),
  "darwin-x64": () => require("fs-native-extensions/prebuilds/darwin-x64/fs-native-extensions.node"),
  "linux-arm64": () => require("fs-native-extensions/prebuilds/linux-arm64/fs-native-extensions.node"),
  "linux-x64": () => require("fs-native-extensions/prebuilds/linux-x64/fs-native-extensions.node"),
  "win32-arm64": () => require("fs-native-extensions/prebuilds/win32-arm64/fs-native-extensions.node"),
  "win32-x64": () => require("fs-native-extensions/prebuilds/win32-x64/fs-native-extensions.node"),
};
const ADVICE = "Use 'sqlite:' or 'memory:' there, or Node on Linux with glibc, macOS or Windows (x64, arm64).";

let native: NativeLocks | undefined;

/** Loads the native module on first use. @throws {StorageError} `NATIVE_MODULE_MISSING` if it cannot be loaded. */
export function nativeLocks(): NativeLocks {
  native ??= locksOf(load());
  return native;
}

function load(): Binding {
  try {
    // The module calls functions of libuv that these runtimes lack: they would end the process.
    const { bun, deno } = process.versions;
    if (bun || deno) throw new Error("This runtime lacks 'uv_translate_sys_error' or 'uv_get_osfhandle'.");
    const system = `${process.platform}-${process.arch}`;
    const prebuilt = PREBUILT[system];
    if (!prebuilt) return require("fs-native-extensions/binding.js");
    const path = `fs-native-extensions/prebuilds/${system}/fs-native-extensions.node`;
    return requireDependency(prebuilt, path, import.meta.url ?? __filename, "@results-manager/backend-fs");
  } catch (cause) {
    throw nativeModuleError("fs-native-extensions", "Files need the kernel locks of", ADVICE, cause);
  }
}

function locksOf(binding: Binding): NativeLocks {
  return {
    tryLock(fd, offset, length, options) {
      try {
        binding.tryLock(fd, offset, length, options?.shared !== true);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") return false;
        throw error;
      }
    },
    unlock: (fd, offset, length) => binding.unlock(fd, offset, length),
  };
}
