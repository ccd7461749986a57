import { DigestNotFoundError } from "../errors/digest-errors.ts";
import type { Stored } from "../results/compute-once.ts";
import type { FaceHost } from "../storage/face-host.ts";
import type { StoredValues } from "../values/stored-values.ts";
import type { Call } from "./call.ts";
import { callContent } from "./call-record.ts";
import { type PendingCall, pendingCall } from "./pending-call.ts";

/** Writes calls, each with the values it brings with it. */
export class CallWriter {
  readonly #host: FaceHost;
  readonly #values: StoredValues;

  constructor(host: FaceHost, values: StoredValues) {
    this.#host = host;
    this.#values = values;
  }

  /**
   * Stores a call that nobody else changes, and returns its key.
   *
   * @param stored is called at once after it was asked of the storage.
   * @throws as `CallStorage.save`.
   */
  async save(call: Call, expiresAt: number | undefined, stored?: Stored): Promise<string> {
    const pending = pendingCall(call, (value) => this.#values.split(value));
    const { key } = pending;
    const save = (isAgain: boolean, asked: () => void): Promise<void> =>
      this.#write(pending, expiresAt, isAgain, () => {
        asked();
        if (!isAgain) stored?.();
      });
    await this.#host.operation([key], "write", () => this.#values.garbage.guard(save));
    return key;
  }

  async #write(
    { key, data, parts, references }: PendingCall,
    expiresAt: number | undefined,
    isAgain: boolean,
    asked: () => void,
  ): Promise<void> {
    const { storage } = this.#host;
    const there = references.length > 0 ? await storage.has("values", references) : [];
    const missing = references[there.indexOf(false)];
    if (missing !== undefined) {
      if (isAgain) await storage.remove("calls", [{ key, condition: "any" }]);
      throw new DigestNotFoundError(missing, "value");
    }
    const content = callContent(data, storage.clock.now(), expiresAt);
    // The second time it stands there already, unless somebody has written another since.
    const writing = storage.write("calls", [{ key, condition: isAgain ? "absent" : "any", content, parts }]);
    asked();
    await writing;
  }
}
