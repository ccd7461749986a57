import { snapshot } from "../codec/plain/snapshot.ts";
import { given } from "../errors/given.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import type { Model } from "../models/model.ts";
import type { JsonShape } from "../models/valibot/json-shape.ts";
import { writeTarget } from "../models/write-target.ts";
import { expiryOf } from "../records/expiry.ts";
import type { RecordContent } from "../records/record.ts";
import { encodeData } from "../typed-records/encode-data.ts";
import { plainContent } from "../typed-records/encode-record.ts";
import type { RecordContext } from "../typed-records/record-context.ts";

/** Storage, key and model of a computed value. */
export interface ComputedTarget<M extends Model = Model> {
  readonly storage: RecordContext;
  readonly key: string;
  readonly model: M;
  readonly namespace: string;
  readonly shape: JsonShape | undefined;
  readonly ttlSeconds: number | undefined;
}

/**
 * Checks the target of a value before it is computed.
 *
 * @throws as `set`, except the errors about the value itself; {@link TypeError} when `compute` is not a function.
 */
export function computedTarget<M extends Model>(
  storage: RecordContext,
  key: string,
  model: M,
  compute: unknown,
  options: { namespace?: string | undefined; strictNamespace?: boolean | undefined; ttlSeconds?: number | undefined },
): ComputedTarget<M> {
  if (typeof compute !== "function")
    throw new TypeError(`Cannot compute the result of '${key}': expected a function, got ${given(compute)}.`);
  expiryOf(options.ttlSeconds, storage.clock.now());
  const { namespace, shape } = writeTarget(key, undefined, { ...options, model });
  return { storage, key, model, namespace, shape, ttlSeconds: options.ttlSeconds };
}

/** Makes the record of a computed value. @throws as `encodeData`. */
export function computedContent(target: ComputedTarget, computed: unknown): RecordContent | Promise<RecordContent> {
  const { storage, key: id, model, namespace, shape, ttlSeconds } = target;
  const now = storage.clock.now();
  const frame = { model, namespace, now, expiresAt: expiryOf(ttlSeconds, now) };
  const plain = plainContent(frame, shape, computed);
  if (plain) return plain;
  const value = NotRoundTrippableError.naming(id, () => snapshot(computed));
  return encodeData({ ...frame, id, value, isOutput: true });
}
