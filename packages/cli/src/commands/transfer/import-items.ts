import { type FaceName, parseId, type SetBehavior, type StoredSchema } from "results-manager";
import type { ImportTarget } from "./import-target.ts";
import type { Incoming } from "./incoming.ts";

/** Outcome of an import. */
export interface ImportCounts {
  readonly face: FaceName;
  /** Records that were written, or that were there with equal data. */
  readonly imported: number;
  /** Records that were there and were kept, and those that have expired. */
  readonly skipped: number;
  readonly failed: number;
}

/** Rules of an import, beside its target. */
export interface ImportRules {
  readonly behavior: SetBehavior;
  readonly signal: AbortSignal;
  /** Called for each part that cannot be stored. */
  readonly onFailure: (error: Error, place: string) => void;
}

const MAX_BYTES = 2 ** 22;
const MAX_RECORDS = 1024;

/** Stores all parts in pages, in their order; returns the counts of each face, and the number of parts that were no records. */
export async function importItems(
  parts: AsyncIterable<readonly Incoming[]>,
  target: ImportTarget,
  rules: ImportRules,
): Promise<{ readonly counts: readonly ImportCounts[]; readonly bad: number }> {
  const pages = new Pages(target, rules);
  let bad = 0;
  for await (const part of parts) {
    for (const each of part) {
      rules.signal.throwIfAborted();
      if ("schema" in each) pages.describe(each.schema);
      else if ("error" in each) {
        bad++;
        rules.onFailure(each.error, each.place);
      } else await pages.add(each);
    }
  }
  await pages.store();
  return { counts: pages.counts, bad };
}

type Item = Extract<Incoming, { readonly face: FaceName }>;

/** Pages of an import, each of one face and of different records. */
class Pages {
  readonly #target: ImportTarget;
  readonly #rules: ImportRules;
  readonly #counts = new Map<FaceName, ImportCounts>();
  readonly #schemas = new Map<string, StoredSchema>();
  #page = new Map<string, Item>();
  #face: FaceName | undefined;
  #size = 0;

  constructor(target: ImportTarget, rules: ImportRules) {
    this.#target = target;
    this.#rules = rules;
  }

  get counts(): readonly ImportCounts[] {
    return [...this.#counts.values()];
  }

  describe(schema: StoredSchema): void {
    this.#schemas.set(JSON.stringify([schema.namespace, schema.name, schema.version]), schema);
  }

  async add(item: Item): Promise<void> {
    const key = keyOf(item);
    if (item.face !== this.#face || this.#page.has(key)) await this.store();
    this.#face = item.face;
    this.#page.set(key, item);
    this.#size += item.size;
    if (this.#size >= MAX_BYTES || this.#page.size >= MAX_RECORDS) await this.store();
  }

  async store(): Promise<void> {
    const page = this.#page;
    const face = this.#face;
    if (face === undefined || page.size === 0) return;
    this.#page = new Map();
    this.#size = 0;
    let failures = 0;
    const records = [...page.values()].map(({ record }) => record);
    const stored = await this.#target(face, records, {
      behavior: this.#rules.behavior,
      schemas: [...this.#schemas.values()],
      onError: (key, error) => {
        failures++;
        this.#rules.onFailure(error, page.get(key)?.place ?? `'${key}'`);
      },
    });
    const written = stored.filter(Boolean).length;
    const { imported, skipped, failed } = this.#counts.get(face) ?? { imported: 0, skipped: 0, failed: 0 };
    this.#counts.set(face, {
      face,
      imported: imported + written,
      skipped: skipped + stored.length - written - failures,
      failed: failed + failures,
    });
  }
}

/** Returns the key under which the store names a record in an error: that of a result is its id in canonical form. */
function keyOf({ face, record: { id = "", key = "" } }: Item): string {
  try {
    return face === "results" ? parseId(id) : key;
  } catch {
    return id; // The store refuses it.
  }
}
