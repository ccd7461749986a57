import { EACH, sameTypes, type TagsWithin, type TypeTags } from "./type-tags.ts";

/** Collector of the types of array items: by index, unless all items have the same types. */
export class ItemTypes {
  #count = 0;
  /** Types of every item so far, if they are the same. */
  #each: TypeTags | undefined;
  #byIndex: Record<string, TypeTags> | undefined;

  add(types: TypeTags | undefined): void {
    const index = this.#count++;
    if (index === 0) this.#each = types;
    if (this.#byIndex === undefined && sameTypes(this.#each, types)) return;
    this.#byIndex ??= this.#spread(index);
    if (types !== undefined) this.#byIndex[index] = types;
  }

  /** Returns the types within the array; `undefined` if there are none. */
  take(): TagsWithin | undefined {
    if (this.#byIndex || this.#each === undefined) return this.#byIndex;
    return this.#count === 1 ? { "0": this.#each } : [EACH, this.#each];
  }

  #spread(count: number): Record<string, TypeTags> {
    const byIndex: Record<string, TypeTags> = {};
    if (this.#each !== undefined) for (let i = 0; i < count; i++) byIndex[i] = this.#each;
    return byIndex;
  }
}
