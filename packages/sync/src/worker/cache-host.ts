import { BackendClosedError, CacheFace, type Clock } from "@results-manager/core";
import { type CacheParts, cachePartsOf } from "@results-manager/core/internal";
import type { RecordContent, StorageBase } from "@results-manager/core/storage";
import type { CacheProtocol } from "../protocol/cache-protocol.ts";
import { decodeContent, encodeContent, type WireContent } from "../protocol/wire-record.ts";
import type { Page } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { Caller } from "./caller.ts";
import { openFace } from "./open-face.ts";
import { OpenListings } from "./open-listings.ts";
import { type HostOf, StoreHost } from "./store-host.ts";

const FACE_METHODS = [
  "exists",
  "deleteMany",
  "incr",
  "touch",
  "invalidateTag",
  "clear",
  "prune",
  "compact",
  "stats",
] as const;

/** Number of keys in a page. */
const PAGE = 1000;

/** Hosts a cache. */
export class CacheHost extends StoreHost implements HostOf<CacheProtocol, (typeof FACE_METHODS)[number]> {
  protected override readonly faceMethods: readonly string[] = FACE_METHODS;
  readonly #listings = new OpenListings<readonly string[]>();
  #face: CacheFace | undefined;

  protected override async openFace(
    request: OpenRequest,
    clock: Clock,
  ): Promise<{ readonly face: CacheFace; readonly storage: StorageBase }> {
    const { made, where } = await openFace(request, clock, "Cache");
    if (!(made instanceof CacheFace)) throw new TypeError(`${where} must create a cache of this library, a CacheFace.`);
    this.#face = made;
    return { face: made, storage: made.storage };
  }

  async getEntries(_: Caller, keys: readonly string[]): Promise<(WireContent | undefined)[]> {
    const { access, entries } = this.#parts;
    const found = await access.accept(() => entries.readMany(keys));
    return found.map((entry, i) => {
      entries.count(keys[i] as string, entry);
      return entry && encodeContent(entry);
    });
  }

  setEntry(_: Caller, key: string, content: WireContent, tags: readonly string[]): Promise<void> {
    return this.#parts.entries.write(key, decodeContent(content), tags);
  }

  async setEntries(
    _: Caller,
    encoded: readonly (readonly [key: string, content: WireContent])[],
    tags: readonly string[],
  ): Promise<void> {
    const { access, entries } = this.#parts;
    const writes = encoded.map(
      ([key, content]) => ({ key, condition: "any", content: decodeContent(content) }) as const,
    );
    await access.accept(() => entries.writeTogether(writes, tags));
    entries.counts.sets += writes.length;
  }

  async getOrCompute(
    caller: Caller,
    key: string,
    tags: readonly string[],
    refused: WireContent | undefined,
  ): Promise<WireContent | undefined> {
    let computed: RecordContent | undefined;
    const { content } = await this.#parts.computed.getEntry(key, {
      tags,
      refused: refused && { content: decodeContent(refused), wasStored: true },
      compute: async (flight) => {
        computed = decodeContent(await flight.run(() => caller("compute")));
        return computed;
      },
    });
    return content === computed ? undefined : encodeContent(content);
  }

  async nextKeys(_: Caller, listing: number, prefix: string | undefined, after: string | undefined): Promise<Page> {
    const keys = await this.#listings.next(listing, () => this.#pages(prefix, after));
    return { keys: keys ?? [], isLast: keys === undefined };
  }

  override endListing(_: Caller, listing: number): Promise<void> {
    return this.#listings.end(listing);
  }

  async *#pages(prefix: string | undefined, after: string | undefined): AsyncGenerator<readonly string[]> {
    let page: string[] = [];
    for await (const key of this.#open.keys(prefix, { after })) {
      page.push(key);
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  get #parts(): CacheParts {
    return cachePartsOf(this.#open);
  }

  get #open(): CacheFace {
    if (!this.#face) throw new BackendClosedError({ face: "cache" });
    return this.#face;
  }
}
