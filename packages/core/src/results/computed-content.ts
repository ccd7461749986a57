import { snapshot } from "../codec/plain/snapshot.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import type { Model } from "../models/model.ts";
import { expiryOf } from "../records/expiry.ts";
import type { RecordContent } from "../records/record.ts";
import { encodeData } from "../typed-records/encode-data.ts";
import type { RecordContext } from "../typed-records/record-context.ts";
import { writeTarget } from "./set-rules.ts";

/** Storage, key and model of a computed value. */
export interface ComputedTarget {
  readonly storage: RecordContext;
  readonly key: string;
  readonly model: Model;
  readonly namespace: string;
  readonly ttlSeconds: number | undefined;
}

/**
 * Checks the target of a value before it is computed.
 *
 * @throws as `set`, except the errors about the value itself; {@link TypeError} when `compute` is not a function.
 */
export function computedTarget(
  storage: RecordContext,
  key: string,
  model: Model,
  compute: unknown,
  options: { namespace?: string | undefined; strictNamespace?: boolean | undefined; ttlSeconds?: number | undefined },
): ComputedTarget {
  if (typeof compute !== "function")
    throw new TypeError(`Cannot compute the result of '${key}': expected a function, got ${typeof compute}.`);
  expiryOf(options.ttlSeconds, storage.clock.now());
  const { namespace } = writeTarget(key, undefined, { ...options, model });
  return { storage, key, model, namespace, ttlSeconds: options.ttlSeconds };
}

/** Makes the record of a computed value. @throws as `encodeData`. */
export function computedContent(target: ComputedTarget, computed: unknown): RecordContent | Promise<RecordContent> {
  const { storage, key: id, model, namespace, ttlSeconds } = target;
  const now = storage.clock.now();
  const value = NotRoundTrippableError.naming(id, () => snapshot(computed));
  return encodeData({ id, model, namespace, value, isOutput: true, now, expiresAt: expiryOf(ttlSeconds, now) });
}
