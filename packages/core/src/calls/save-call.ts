import { DigestNotFoundError } from "../errors/digest-errors.ts";
import type { Stored } from "../leases/compute-once.ts";
import type { FoundRecord } from "../records/record.ts";
import type { WriteCondition, WriteOutcome } from "../records/storage-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { withReferences } from "../values/known-references.ts";
import type { ValuesFace } from "../values/values-face.ts";
import type { Call } from "./call.ts";
import { callContent } from "./call-record.ts";
import { type EncodedCall, encodeCall } from "./encode-call.ts";

/** How a computed call is stored. */
export interface ComputedSave {
  /** The record under its key when the computation began. */
  readonly before: FoundRecord;
  /** Tells whether a record that was stored since then stays. */
  readonly isKept: (standing: NonNullable<FoundRecord>) => Promise<boolean>;
  /** Called at once after the storage was asked. */
  readonly stored: Stored;
}

/** Writes calls, each with the values it brings with it. */
export class CallSaver {
  readonly #host: StorageAccess;
  readonly #values: ValuesFace;

  constructor(host: StorageAccess, values: ValuesFace) {
    this.#host = host;
    this.#values = values;
  }

  /**
   * Stores a call that nobody else changes, whatever stands under its key, and returns the key.
   *
   * @throws as `CallStorage.save`.
   */
  async save(call: Call, expiresAt: number | undefined): Promise<string> {
    const pending = await this.#pending(call);
    await this.#guarded(pending, expiresAt, "any");
    return pending.key;
  }

  /**
   * Stores a call whose result was computed, unless another result has been stored since: this runner may have lost its lease.
   *
   * @returns what stays instead; and where the call is stored, the digest of a result that holds references.
   */
  async saveComputed(
    call: Call,
    expiresAt: number | undefined,
    { before, isKept, stored }: ComputedSave,
  ): Promise<{ readonly standing?: FoundRecord; readonly reference?: string | undefined }> {
    const pending = await this.#pending(call);
    for (let standing = before; ; ) {
      const condition = standing ? { unchanged: standing.revision } : "absent";
      const outcome = await this.#guarded(pending, expiresAt, condition, stored);
      if (outcome.written) return { reference: pending.hasReferences ? pending.data.result : undefined };
      standing = outcome.found;
      if (standing && (await isKept(standing))) return { standing };
    }
  }

  #pending(call: Call): Promise<EncodedCall> {
    return withReferences(this.#host.storage, (known) => encodeCall(call, (value) => this.#values.split(value, known)));
  }

  /** Writes a call, and once more what a collection of garbage may have removed meanwhile. */
  async #guarded(
    pending: EncodedCall,
    expiresAt: number | undefined,
    condition: WriteCondition,
    stored?: Stored,
  ): Promise<WriteOutcome> {
    let first: WriteOutcome | undefined;
    const save = async (isAgain: boolean, asked: () => void): Promise<void> => {
      if (first?.written === false) return;
      // The second time it stands there already, unless another one has been written since.
      const outcome = await this.#write(pending, expiresAt, isAgain ? "absent" : condition, isAgain, () => {
        asked();
        if (!isAgain) stored?.();
      });
      first ??= outcome;
    };
    await this.#host.operation([pending.key], "write", () => this.#values.garbage.guard(save));
    return first as WriteOutcome;
  }

  async #write(
    { key, data, parts, references }: EncodedCall,
    expiresAt: number | undefined,
    condition: WriteCondition,
    isAgain: boolean,
    asked: () => void,
  ): Promise<WriteOutcome> {
    const { storage } = this.#host;
    const there = references.length > 0 ? await storage.has("values", references) : [];
    const missing = references[there.indexOf(false)];
    if (missing !== undefined) {
      if (isAgain) await storage.remove("calls", [{ key, condition: "any" }]);
      throw new DigestNotFoundError(missing, "value");
    }
    const content = callContent(data, storage.clock.now(), expiresAt);
    const writing = storage.write("calls", [{ key, condition, content, parts }]);
    asked();
    const [outcome] = await writing;
    return outcome as WriteOutcome;
  }
}
