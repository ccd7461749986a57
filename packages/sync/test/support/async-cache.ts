import type { AsyncCacheBackend } from "@results-manager/core";
import type { CacheManager } from "../../src/index.ts";

/** A blocking cache behind the face that the conformance suite asks: what it returns is resolved, what it throws rejected. */
export function asyncCache(cache: CacheManager): AsyncCacheBackend {
  return new Proxy({} as AsyncCacheBackend, {
    get(_, name) {
      if (name === "then") return undefined;
      if (name === Symbol.asyncDispose) return async () => cache.close();
      const method = (Reflect.get(cache, name) as (...args: unknown[]) => unknown).bind(cache);
      if (name !== "keys") return async (...args: unknown[]) => method(...args);
      return async function* (...args: unknown[]) {
        yield* method(...args) as Iterable<string>;
      };
    },
  });
}
