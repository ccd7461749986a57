import { DigestNotFoundError } from "../errors/digest-errors.ts";
import type { Stored } from "../leases/compute-once.ts";
import type { FoundRecord } from "../records/record.ts";
import type { WriteCondition, WriteOutcome } from "../records/storage-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { withKnownParts } from "../values/known-references.ts";
import type { StoredValues } from "../values/stored-values.ts";
import type { Call } from "./call.ts";
import { callContent } from "./call-record.ts";
import { type EncodedCall, encodeCall } from "./encode-call.ts";

/** Conditions for storing a computed call. */
export interface ComputedSave {
  /** Record of the key when the computation began. */
  readonly before: FoundRecord;
  /** Tells whether a record that was stored since is kept. */
  readonly isKept: (existing: NonNullable<FoundRecord>) => Promise<boolean>;
  /** Called immediately after the write was queued. */
  readonly stored: Stored;
}

/** Writer of calls and their values. */
export class CallSaver {
  readonly #access: StorageAccess;
  readonly #values: StoredValues;

  constructor(access: StorageAccess, values: StoredValues) {
    this.#access = access;
    this.#values = values;
  }

  /**
   * Stores a call, replaces any existing one, and returns its key. The call must not change afterwards.
   *
   * @throws as `CallStorage.save`.
   */
  async save(call: Call, expiresAt: number | undefined): Promise<string> {
    const encoded = await this.#encode(call);
    await this.#writeGuarded(encoded, expiresAt, "any");
    return encoded.key;
  }

  /**
   * Stores a call with a computed result, unless another result has been stored since: this process may have lost its lease.
   *
   * @returns the record that is kept instead; or, if the call was stored, the digest of a result that contains references.
   */
  async saveComputed(
    call: Call,
    expiresAt: number | undefined,
    { before, isKept, stored }: ComputedSave,
  ): Promise<{ readonly existing?: FoundRecord; readonly reference?: string | undefined }> {
    const encoded = await this.#encode(call);
    for (let existing = before; ; ) {
      const condition = existing ? { unchanged: existing.revision } : "absent";
      const outcome = await this.#writeGuarded(encoded, expiresAt, condition, stored);
      if (outcome.written) return { reference: encoded.hasReferences ? encoded.data.result : undefined };
      existing = outcome.found;
      if (existing && (await isKept(existing))) return { existing };
    }
  }

  #encode(call: Call): Promise<EncodedCall> {
    return withKnownParts(this.#access.storage, (known) =>
      encodeCall(call, (value) => this.#values.split(value, known)),
    );
  }

  /** Writes a call, and repeats the write if a garbage collection may have removed a part meanwhile. */
  async #writeGuarded(
    encoded: EncodedCall,
    expiresAt: number | undefined,
    condition: WriteCondition,
    stored?: Stored,
  ): Promise<WriteOutcome> {
    let first: WriteOutcome | undefined;
    const save = async (isAgain: boolean, onQueued: () => void): Promise<void> => {
      if (first?.written === false) return;
      // In the second pass, the record or one that was written since exists, and is kept.
      const outcome = await this.#write(encoded, expiresAt, isAgain ? "absent" : condition, isAgain, () => {
        onQueued();
        if (!isAgain) stored?.();
      });
      first ??= outcome;
    };
    await this.#access.together([encoded.key], "write", () => this.#values.garbage.guard(save));
    return first as WriteOutcome;
  }

  async #write(
    { key, data, parts, references }: EncodedCall,
    expiresAt: number | undefined,
    condition: WriteCondition,
    isAgain: boolean,
    onQueued: () => void,
  ): Promise<WriteOutcome> {
    const { storage } = this.#access;
    const presence = references.length > 0 ? await storage.has("values", references) : [];
    const missing = references[presence.indexOf(false)];
    if (missing !== undefined) {
      if (isAgain) await storage.remove("calls", [{ key, condition: "any" }]);
      throw new DigestNotFoundError(missing, "value");
    }
    const content = callContent(data, storage.clock.now(), expiresAt);
    const writing = storage.write("calls", [{ key, condition, content, parts }]);
    onQueued();
    const [outcome] = await writing;
    return outcome as WriteOutcome;
  }
}
