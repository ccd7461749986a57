import type { Contender } from "./contender.ts";
import { BenchModel } from "./records.ts";

/** A contender whose sets and gets are validated, as ours are: what no store on top of it can be faster than. */
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
