import { type Space, type StorageSupports, type TextChange, TextStorage } from "../../src/storage.ts";

/** A medium of texts in a map, which a test can change, and which records the calls of its hooks. */
export class MapTexts extends TextStorage {
  readonly supports: StorageSupports = { retains: true, persistent: false, crossProcess: false, batchSize: 16 };
  readonly texts = new Map<Space, Map<string, string>>();
  readonly applied: (readonly TextChange[])[] = [];
  readonly loaded: (readonly string[])[] = [];
  failure: Error | undefined;

  /** Texts of a space. */
  in(space: Space): Map<string, string> {
    const texts = this.texts.get(space) ?? new Map<string, string>();
    this.texts.set(space, texts);
    return texts;
  }

  protected override async loadTexts(space: Space, keys: readonly string[]): Promise<(string | undefined)[]> {
    this.loaded.push(keys);
    return keys.map((key) => this.in(space).get(key));
  }

  protected override async applyTexts(space: Space, changes: readonly TextChange[]): Promise<void> {
    await undefined;
    if (this.failure) throw this.failure;
    this.applied.push(changes);
    for (const [key, text] of changes) {
      if (text === undefined) this.in(space).delete(key);
      else this.in(space).set(key, text);
    }
  }

  protected override async listTextKeys(space: Space, beginning: string): Promise<string[]> {
    return [...this.in(space).keys()].filter((key) => key.startsWith(beginning));
  }
}
