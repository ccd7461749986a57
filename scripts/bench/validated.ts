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
        get: (id) => BenchModel.parse(store.get?.(id) as never),
      };
    },
  };
}
