import type { AsyncResultsBackend, ResultChange, ResultId } from "@results-manager/core";
import { expect } from "vitest";

/** A running watch, and what it has told. */
export class WatchedChanges {
  /** Last hint about each id. */
  readonly latest: Map<string, ResultChange["kind"]> = new Map();
  /** Number of changes that were told. */
  count = 0;
  /** Number of backends that were watched. */
  begun = 0;
  readonly #stop = new AbortController();
  readonly #before: ReadonlySet<string>;
  #ended: Promise<void> | undefined;

  private constructor(before: Iterable<string>) {
    this.#before = new Set(before);
  }

  /** Begins to watch; resolves when the watch has begun. */
  static async begin(backend: AsyncResultsBackend, prefix?: ResultId): Promise<WatchedChanges> {
    const watched = new WatchedChanges(await backend.listIds(prefix));
    await new Promise<void>((resolve, reject) => {
      const { signal } = watched.#stop;
      const onReady = (): void => {
        watched.begun++;
        resolve();
      };
      watched.#ended = watched.#read(backend.watch(prefix, { signal, onReady }));
      watched.#ended.catch(reject);
    });
    return watched;
  }

  /**
   * Waits until the latest hints are those expected. A record that was there when the watch began may be told, too: by the time of its file,
   * it may have been written since.
   */
  async expectLatest(expected: Readonly<Record<string, ResultChange["kind"]>>): Promise<void> {
    const isTold = ([id, kind]: [string, string]) => id in expected || kind === "delete" || !this.#before.has(id);
    const latest = () => Object.fromEntries([...this.latest].filter(isTold).sort(([a], [b]) => (a < b ? -1 : 1)));
    await expect.poll(latest, { timeout: 60_000, interval: 5 }).toEqual(expected);
  }

  /** Resolves when the iteration has ended. @throws its error. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  /** Ends the watch by its signal. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #read(changes: AsyncIterable<ResultChange>): Promise<void> {
    for await (const { id, kind } of changes) {
      this.count++;
      this.latest.set(id, kind);
    }
  }
}
