import { StorageAccess } from "../../storage/storage-access.ts";
import { recoverTransform } from "./transform-calls.ts";

/** Access that completes an interrupted transformation of the calls before its first call. */
export class RecoveringAccess extends StorageAccess {
  #recovery: Promise<void> | undefined;

  /** @param access Access of the face, with which this one is closed. */
  constructor(access: StorageAccess) {
    super(access.storage, access.face, StorageAccess.gateOf(access));
  }

  override accept<T>(task: () => Promise<T>): Promise<T> {
    return super.accept(async () => {
      await this.#ensureRecovered();
      return task();
    });
  }

  override listing<T>(pages: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    return super.listing(this.#afterRecovery(pages));
  }

  async *#afterRecovery<T>(pages: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    await this.#ensureRecovered();
    yield* pages;
  }

  #ensureRecovered(): Promise<void> {
    this.#recovery ??= recoverTransform(this.storage).catch((error: unknown) => {
      this.#recovery = undefined; // The next call tries again.
      throw error;
    });
    return this.#recovery;
  }
}
