import { given } from "../errors/given.ts";
import { nearestName } from "../options/nearest-name.ts";
import type { Fields } from "./fields.ts";
import { parsePath } from "./parse-path.ts";

/** Field of a value, by its keys. */
export interface ValueField {
  readonly keys: readonly string[];
  /** The schema returns the value of the field as it was stored, and each object that leads to it. */
  readonly isStored: boolean;
}

/** Makes the function that finds the field of a path. @throws {TypeError} for one that is not among the fields, which it names. */
export function fieldFinder(root: Fields, of: string): (path: string) => ValueField {
  return (path) => {
    const keys = parsePath(path);
    let fields = root;
    let { isStored } = root;
    for (const key of keys) {
      const next = fields.at(key);
      if (!next) throw unknownField(path, key, fields.names, of);
      fields = next;
      isStored &&= fields.isStored && key.isWellFormed();
    }
    return { keys, isStored };
  };
}

/** Makes the error of a path that does not exist. */
export function unknownField(path: string, key: string, names: readonly string[], of: string): TypeError {
  const nearest = nearestName(key, names);
  const part = key === path ? "" : `: there is no ${given(key)}`;
  const advice = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  const known = names.length === 0 ? " The path ends before it." : ` Its fields are ${names.join(", ")}.`;
  return new TypeError(`Unknown field ${given(path)} of ${of}${part}.${advice}${known}`);
}
