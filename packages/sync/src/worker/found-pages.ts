import type { AsyncResultsLookup, ChildrenOptions, QueryExplanation, StoredSchema } from "@results-manager/core";
import type { IdRange, StorageAccess } from "@results-manager/core/internal";
import {
  candidatesOf,
  explanationOf,
  type NamedModel,
  Order,
  planLookup,
  readEach,
  readRange,
  schemasOfName,
} from "@results-manager/core/internal/blocking";
import type { FoundRecord, IndexedModel, Lookup, LookupPlan } from "@results-manager/core/storage";
import type { ChildrenPage, RecordsPage, WireLookup } from "../protocol/found-protocol.ts";
import { encodeRecords } from "../protocol/wire-record.ts";
import { OpenListings } from "./open-listings.ts";

/** Number of children in a page. */
const PAGE = 1000;
const LAST: RecordsPage = { ids: [], found: [], isOrdered: false, isFirst: false, isLast: true };

/** Records as a medium finds them. */
interface FoundRecords {
  readonly ids: readonly string[];
  readonly found: readonly (FoundRecord | Error)[];
  readonly isUnplaced?: boolean;
}

/** Face that lists children. */
type Lister = Pick<AsyncResultsLookup, "children">;

/** Records that queries and listings look at, and children, page by page. */
export class FoundPages {
  readonly #access: StorageAccess;
  readonly #face: Lister;
  readonly #records = new OpenListings<RecordsPage>();
  readonly #children = new OpenListings<ChildrenPage>();
  /** Models of queries, by their definitions: a storage makes the indexes of each once. */
  readonly #models = new Map<string, IndexedModel>();

  constructor(access: StorageAccess, face: Lister) {
    this.#access = access;
    this.#face = face;
  }

  /** Reads records, each with an outcome of its own. */
  async readEach(keys: readonly string[]): Promise<RecordsPage["found"]> {
    const found = await this.#access.accept(() => readEach(this.#access, "results", keys));
    return encodeRecords(found);
  }

  async nextRecords(listing: number, range: IdRange): Promise<RecordsPage> {
    return (await this.#records.next(listing, () => this.#pages(readRange(this.#access, range), true))) ?? LAST;
  }

  async nextCandidates(listing: number, lookup: WireLookup): Promise<RecordsPage> {
    return (await this.#records.next(listing, () => this.#candidates(lookup))) ?? LAST;
  }

  async nextChildren(
    listing: number,
    prefix: string | undefined,
    options: Omit<ChildrenOptions, "signal">,
  ): Promise<ChildrenPage> {
    const begin = () => childrenPages(this.#face.children(prefix, options));
    return (await this.#children.next(listing, begin)) ?? { children: [], isLast: true };
  }

  explain(encoded: WireLookup): Promise<QueryExplanation> {
    const lookup = decodeLookup(encoded);
    return this.#access.accept(async () => explanationOf(await this.#plan(lookup), lookup.order));
  }

  schemasOfName(named: NamedModel): Promise<readonly StoredSchema[]> {
    return this.#access.accept(() => schemasOfName(this.#access, named));
  }

  /** Ends a listing. */
  async end(listing: number): Promise<void> {
    await this.#records.end(listing);
    await this.#children.end(listing);
  }

  async *#candidates(encoded: WireLookup): AsyncGenerator<RecordsPage, void, undefined> {
    const lookup = decodeLookup(encoded);
    const plan = await this.#plan(lookup);
    const isOrdered = plan ? plan.isOrdered : lookup.order.isOfIds;
    yield* this.#pages(candidatesOf(this.#access, lookup, plan), isOrdered);
  }

  #plan(lookup: Lookup): Promise<LookupPlan | undefined> {
    const { modelName: name, indexes } = lookup;
    const key = JSON.stringify([name, indexes]);
    const model = this.#models.get(key) ?? { name, indexes };
    this.#models.set(key, model);
    return planLookup(this.#access, lookup, model);
  }

  /** Encodes pages that are not empty. Closing waits for each of them. */
  async *#pages(pages: AsyncIterable<FoundRecords>, isOrdered: boolean): AsyncGenerator<RecordsPage, void, undefined> {
    let isFirst = true;
    for await (const { ids, found, isUnplaced = false } of this.#access.listing(pages)) {
      if (ids.length === 0) continue;
      yield { ids, found: encodeRecords(found), isOrdered: isOrdered && !isUnplaced, isFirst, isLast: false };
      isFirst = false;
    }
  }
}

function decodeLookup({ order, ...lookup }: WireLookup): Lookup & { readonly order: Order } {
  return { ...lookup, order: new Order(order.terms, order.isIdDescending, order.text) };
}

async function* childrenPages(
  all: AsyncIterable<ChildrenPage["children"][number]>,
): AsyncGenerator<ChildrenPage, void, undefined> {
  let children: ChildrenPage["children"][number][] = [];
  for await (const child of all) {
    children.push(child);
    if (children.length < PAGE) continue;
    yield { children, isLast: false };
    children = [];
  }
  if (children.length > 0) yield { children, isLast: false };
}
