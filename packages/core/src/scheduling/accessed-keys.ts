import type { Space } from "../records/space.ts";
import type { RecordParts } from "../records/storage-backend.ts";

/** Item of a batch as far as its keys are concerned. */
export type KeyedItem = string | { readonly key: string; readonly parts?: RecordParts | undefined };

/** Tells whether `test` holds for a key that an item accesses: its own, or that of a part that it writes. */
export function someKey(space: Space, item: KeyedItem, test: (space: Space, key: string) => boolean): boolean {
  if (typeof item === "string") return test(space, item);
  if (test(space, item.key)) return true;
  const { parts } = item;
  return parts?.levels.some((level) => level.some(({ key }) => test(parts.space, key))) ?? false;
}

/** Index of the keys that a growing list of items accesses. */
export class AccessedKeys {
  readonly #space: Space;
  readonly #items: readonly KeyedItem[];
  readonly #keys = new Map<Space, Set<string>>();
  #indexed = 0;

  constructor(space: Space, items: readonly KeyedItem[]) {
    this.#space = space;
    this.#items = items;
  }

  /** Tells whether an item accesses the key. */
  has(space: Space, key: string): boolean {
    for (; this.#indexed < this.#items.length; this.#indexed++) {
      someKey(this.#space, this.#items[this.#indexed] as KeyedItem, this.#add);
    }
    return this.#keys.get(space)?.has(key) ?? false;
  }

  readonly #add = (space: Space, key: string): false => {
    const keys = this.#keys.get(space);
    if (keys) keys.add(key);
    else this.#keys.set(space, new Set([key]));
    return false;
  };
}
