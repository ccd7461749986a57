import { snapshot } from "../codec/snapshot.ts";
import { digest } from "../digest/digest.ts";
import { parseDigest } from "../digest/digest-text.ts";
import { StoredDigestKeys } from "../digest/stored-digest-keys.ts";
import { InvalidDigestError } from "../errors/digest-errors.ts";
import type { FaceHost } from "../storage/face-host.ts";
import { HEAVY_FLOW, turnWithTime } from "../storage/turn.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { GarbageWatch } from "./garbage-watch.ts";
import { loadValue, MOST_COPIED_BYTES } from "./load-value.ts";
import { type SplitValue, splitValue } from "./split-value.ts";
import type { LoadOptions, ValueStorage } from "./value-storage.ts";

/** The values of a storage. */
export class StoredValues extends StoredDigestKeys implements ValueStorage {
  readonly #garbage: GarbageWatch;

  constructor(host: FaceHost) {
    super(host, "values", "value");
    this.#garbage = new GarbageWatch(host.storage);
  }

  /** Keeps what is being saved safe from collections of garbage. */
  get garbage(): GarbageWatch {
    return this.#garbage;
  }

  digest(value: unknown): string {
    return digest(value);
  }

  async save(value: unknown, key?: string): Promise<string> {
    const expected = key === undefined ? undefined : parseDigest(key);
    const copy = snapshot(value);
    return this.host.accept(async () => {
      const wait = turnWithTime(HEAVY_FLOW);
      if (wait) await wait;
      const split = this.split(copy);
      if (expected !== undefined && expected !== split.digest) {
        throw new InvalidDigestError(expected, `the digest of the value is '${split.digest}'`);
      }
      await this.host.operation([split.digest], "write", () => this.#garbage.guard(() => this.#write(split)));
      return split.digest;
    });
  }

  /** The records of a value that nobody else changes. */
  split(value: unknown): SplitValue {
    return splitValue(value, this.host.inlineDepth, this.host.storage.clock.now());
  }

  async load(key: string, { maxCopiedBytes = MOST_COPIED_BYTES }: LoadOptions = {}): Promise<unknown> {
    if (typeof maxCopiedBytes !== "number" || !(maxCopiedBytes >= 0)) {
      throw new RangeError(`maxCopiedBytes must be a number from 0, got ${String(maxCopiedBytes)}.`);
    }
    return this.host.accept(async () => this.loadWhole(await this.resolve(key), maxCopiedBytes));
  }

  /** Loads a value for a call that was accepted: closing waits for it. */
  loadWhole(digest: string, maxCopiedBytes?: number): Promise<unknown> {
    return this.host.operation([digest], "read", () => loadValue(this.host.storage, digest, maxCopiedBytes));
  }

  async gc(roots: Iterable<string> = []): Promise<number> {
    const keys = [...roots];
    return this.host.accept(async () => {
      const whole: string[] = [];
      for (const root of keys) whole.push(await this.resolve(root));
      return this.host.operation([], "write", () => collectGarbage(this.host.storage, whole));
    });
  }

  /** Of what is there, parts may have been evicted. */
  async #write({ digest: key, root, levels }: SplitValue): Promise<void> {
    const { storage } = this.host;
    const [isThere] = await storage.has("values", [key]);
    const keys = levels.flatMap((level) => level.map((part) => part.key));
    if (isThere && !(await storage.has("values", keys)).includes(false)) {
      return storage.supports.confirms ? storage.confirm("values", [key, ...keys]) : undefined;
    }
    const parts = levels.length > 0 ? ({ space: "values", levels } as const) : undefined;
    await storage.write("values", [{ ...root, condition: "absent", parts, confirms: true }]);
  }
}
