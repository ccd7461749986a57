import type { Space } from "@results-manager/core/storage";
import { readOnlyError } from "../errors/read-only-error.ts";
import type { Layout } from "../layout/layout.ts";
import type { RecordWriter } from "./file-writer.ts";

/** Refuses to change a store that was opened read-only. */
export class RefusingWriter implements RecordWriter {
  readonly #layout: Layout;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  async write(space: Space, writes: readonly { readonly key: string }[]): Promise<Error[]> {
    return writes.map(({ key }) => readOnlyError(this.#layout.pathsOf(space).fileOf(key), key));
  }

  change(space: Space, changes: readonly { readonly key: string }[]): Promise<Error[]> {
    return this.write(space, changes);
  }

  remove(space: Space, removals: readonly { readonly key: string }[]): Promise<Error[]> {
    return this.write(space, removals);
  }

  /** Uses are not recorded. */
  async noteUses(): Promise<void> {}

  async compact(): Promise<number> {
    throw readOnlyError(this.#layout.baseDir);
  }
}
