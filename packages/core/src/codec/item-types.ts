import { EACH, sameTypes, type TagsWithin, type TypeTags } from "./type-tags.ts";

/** Collects the types of the items of an array, one by one: by index, unless all have the same. */
export class ItemTypes {
  #count = 0;
  /** The types of each item so far, where they are the same. */
  #each: TypeTags | undefined;
  #byIndex: Record<string, TypeTags> | undefined;

  add(types: TypeTags | undefined): void {
    const index = this.#count++;
    if (index === 0) this.#each = types;
    if (this.#byIndex === undefined && sameTypes(this.#each, types)) return;
    this.#byIndex ??= this.#spread(index);
    if (types !== undefined) this.#byIndex[index] = types;
  }

  /** The types within the array; `undefined` where there are none. */
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
