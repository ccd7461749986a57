import type { Contender } from "./contender.ts";
import { BenchModel } from "./records.ts";

/** Wraps a contender so that sets and gets are validated, as ours are: a limit for any store built on it. */
export function validated(contender: Contender): Contender {
  return {
    name: `${contender.name}, validated`,
    role: "mark",
    open: async (folder) => {
      const store = await contender.open(folder);
      return {
        ...store,
        set: (id, record) => store.set(id, BenchModel.parse(record)),
        get: (id) => {
          const found = store.get?.(id);
          return found instanceof Promise
            ? found.then((record) => BenchModel.parse(record as never))
            : BenchModel.parse(found as never);
        },
      };
    },
  };
}
