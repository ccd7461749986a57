import { snapshot } from "../codec/plain/snapshot.ts";
import { setProperty } from "../codec/set-property.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { given } from "../errors/given.ts";
import type { ValueTypes } from "../models/value-types.ts";
import type { PartWrite, RecordParts } from "../records/storage-backend.ts";
import { digestWith } from "../values/digest.ts";
import { seal } from "../values/seal.ts";
import type { SplitValue } from "../values/split-value.ts";
import type { Call, CallMetadata } from "./call.ts";
import { callKey } from "./call-key.ts";
import { type CallData, mapValues } from "./call-record.ts";
import { checkCallFields } from "./check-call.ts";
import { digestMetadata } from "./digest-metadata.ts";
import { versionText } from "./version-text.ts";
import { withErrorPath } from "./with-error-path.ts";

/** Longest canonical form of a result that is also stored in the call's record, so that one read loads both. */
const LONGEST_INLINE_RESULT = 4096;

/** Call in its stored form. */
export interface EncodedCall {
  readonly key: string;
  readonly data: CallData;
  /** Values that are written with the call. */
  readonly parts: RecordParts | undefined;
  /** Digests of values that must already be stored. */
  readonly references: readonly string[];
  /** True if the result is a reference or contains references. */
  readonly hasReferences: boolean;
}

/**
 * Copies everything that the caller may change later.
 *
 * @throws {TypeError} for an invalid call.
 */
export function copyCall(call: Call, types: ValueTypes): Call {
  checkCall(call);
  const { name, module, version, fingerprint, arguments: args, metadata } = call;
  const copyValue = (value: unknown): unknown => (value instanceof ValueRef ? value : seal(value, types));
  return {
    name,
    module,
    version: versionText(version),
    fingerprint,
    arguments: mapValues(args, (value, key) => withErrorPath(copyValue, value, "arguments", key)),
    metadata:
      metadata &&
      mapValues(metadata, (values, subject) =>
        mapValues(values, (value, key) => withErrorPath(snapshot, value, "metadata", subject, key)),
      ),
    ...(Object.hasOwn(call, "result") && { result: withErrorPath(copyValue, call.result, "result") }),
  };
}

/**
 * Encodes a call for storage. The call must not change afterwards.
 *
 * @param split Creates the records of a value.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`.
 */
export function encodeCall(call: Call, split: (value: unknown) => SplitValue): EncodedCall {
  const levels: PartWrite[][] = [];
  const references: string[] = [];
  let inlineResult: readonly [unknown] | undefined;
  let hasReferences = false;
  const addParts = (value: unknown): SplitValue => {
    const parts = split(value);
    for (const reference of parts.references) references.push(reference);
    for (const [height, level] of [...parts.levels, [parts.root]].entries()) {
      const merged = levels[height] ?? [];
      levels[height] = merged;
      for (const part of level) merged.push(part); // A spread argument list is limited to some hundred thousand items.
    }
    return parts;
  };
  const refer = ({ digest }: ValueRef): string => {
    references.push(digest);
    return digest;
  };
  const add = (value: unknown): string => (value instanceof ValueRef ? refer(value) : addParts(value).digest);
  const addResult = (value: unknown): string => {
    hasReferences = value instanceof ValueRef;
    if (value instanceof ValueRef) return refer(value);
    const { digest, levels: below, references: elsewhere, hasInstances, size } = addParts(value);
    hasReferences = elsewhere.length > 0;
    if (below.length === 0 && !hasReferences && !hasInstances && size <= LONGEST_INLINE_RESULT) inlineResult = [value];
    return digest;
  };
  const { name, module, version, fingerprint, metadata } = call;
  const identity = {
    name,
    ...(module !== undefined && { module }),
    ...(version !== undefined && { version: versionText(version) }),
    arguments: mapValues(call.arguments, (value, key) => withErrorPath(add, value, "arguments", key)),
  };
  const result = Object.hasOwn(call, "result") ? withErrorPath(addResult, call.result, "result") : undefined;
  const inline = {
    ...(metadata && Object.keys(metadata).length > 0 && { metadata }),
    ...(inlineResult && { result: inlineResult }),
  };
  const data: CallData = {
    ...identity,
    ...(fingerprint !== undefined && { fingerprint }),
    ...(result !== undefined && { result }),
    ...(inline.metadata && { metadata: digestsOf(inline.metadata) }),
    ...(Object.keys(inline).length > 0 && { inline }),
  };
  const parts = levels.length > 0 ? ({ space: "values", levels } as const) : undefined;
  return { key: callKey(identity), data, parts, references, hasReferences };
}

/** Returns the key of a call without encoding it for storage. */
export function keyOfCall(call: Call, types: ValueTypes): string {
  checkCall(call);
  const { name, module, version } = call;
  return callKey({ name, module, version: versionText(version), arguments: digestArguments(call.arguments, types) });
}

function checkCall(call: Call): void {
  checkCallFields(call, "a call");
  if (typeof call.name !== "string")
    throw new TypeError(`The name of a call must be a string, got ${given(call.name)}.`);
  for (const field of ["module", "version", "fingerprint"] as const) {
    if (typeof call[field] === "symbol") throw new TypeError(`The ${field} of a call must be a string, got a symbol.`);
  }
  if (call.arguments === undefined) throw new TypeError("The arguments of a call must be an object, got undefined.");
}

function digestArguments(args: Readonly<Record<string, unknown>>, types: ValueTypes): Record<string, string> {
  const digestOf = (value: unknown): string => digestWith(value, types);
  const digests: Record<string, string> = {};
  for (const name of Object.keys(args))
    setProperty(digests, name, withErrorPath(digestOf, args[name], "arguments", name));
  return digests;
}

function digestsOf(metadata: CallMetadata): Record<string, Record<string, string>> {
  return mapValues(metadata, (values, subject) =>
    mapValues(values, (value, key) => withErrorPath(digestMetadata, value, "metadata", subject, key)),
  );
}
