import { type EncodedValue, encodeValue } from "../codec/encode-value.ts";
import type { JsonValue } from "../codec/json-value.ts";
import { copyJson, jsonCopy, NOT_JSON } from "../codec/plain/json-copy.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import type { TypeTags } from "../codec/type-tags.ts";
import type { ErrorWords } from "../errors/error-words.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { withCallerStack } from "../errors/with-caller-stack.ts";
import { checkModel } from "../models/check-model.ts";
import type { Model } from "../models/model.ts";
import { checkOptions } from "../options/check-options.ts";
import { expiryOf } from "../records/expiry.ts";
import type { RecordContent } from "../records/record.ts";
import type { RecordWrite } from "../records/storage-backend.ts";
import type { Clock } from "../time/clock.ts";
import { isoTime } from "../time/real-time.ts";
import { decodeContent, fromContent, type ReadContext } from "../typed-records/decode-record.ts";
import { encodeData } from "../typed-records/encode-data.ts";
import { firstDifference } from "../typed-records/first-difference.ts";
import { checkPair, listOf } from "../typed-records/list-of.ts";
import { checkKey } from "./cache-key.ts";
import type { CacheGetOptions } from "./cache-options.ts";
import { CACHE_GET_OPTIONS } from "./option-names.ts";

/** Tags of an entry, each with its version at the time of writing. */
export type EntryTags = readonly (readonly [tag: string, version: string])[];

/** Model name of entries, unless they were computed with a model. */
const NO_MODEL = "";
const PLAIN = "cache";
/** Namespace of records with the data `{ value, tags }`. */
const TAGGED = "cache:tagged";

/** Codes of the errors of an entry that does not fit the model that reads it. */
const MISFIT_CODES = ["VALIDATION_FAILED", "UPGRADE_FAILED", "MODEL_TOO_OLD", "MODEL_FAILED"] as const;
const STORED: ErrorWords = {
  noun: "Cache entry",
  advice:
    "If the model has changed, put a version into the key, or remove old entries with delete(), clear() or invalidateTag(); getOrCompute() computes such an entry again.",
};
const COMPUTED: ErrorWords = { noun: "The computed value of cache entry" };

/** Write time and expiry of an entry, in milliseconds since the Unix epoch. */
export interface EntryTimes {
  readonly now: number;
  readonly expiresAt: number | undefined;
}

/** Returns the times of an entry that is written now. @throws {RangeError} for a `ttlSeconds` out of range. */
export function timesFor(clock: Clock, ttlSeconds: number | undefined): EntryTimes {
  const now = clock.now();
  return { now, expiresAt: expiryOf(ttlSeconds, now) };
}

/**
 * Creates the record of a value from a copy.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`.
 */
export function entryOf(key: string, value: unknown, { now, expiresAt }: EntryTimes): RecordContent {
  if (value === undefined)
    throw new NotRoundTrippableError([], "undefined cannot be stored, because it means a miss; store null", key);
  const copy = jsonCopy(value);
  const { data, types = undefined } = copy === NOT_JSON ? encoded(key, value) : { data: copy };
  const time = isoTime(now);
  return {
    modelName: NO_MODEL,
    namespace: PLAIN,
    version: 1,
    data,
    types,
    createdAt: time,
    updatedAt: time,
    expiresAt,
  };
}

/** Creates the writes of many values. @throws as {@link entryOf}, and as {@link checkKey}. */
export function entriesOf(pairs: Iterable<readonly [key: string, value: unknown]>, times: EntryTimes): RecordWrite[] {
  return listOf(pairs, "pairs", (pair): RecordWrite => {
    const [key, value] = checkPair(pair);
    try {
      return { key: checkKey(key), condition: "any", content: entryOf(key, value, times) };
    } catch (error) {
      throw withCallerStack(error); // The frames of encoding would leave no room for the caller's.
    }
  });
}

const ADVICE = "store plain data, or compute it by getOrCompute() with a model that has an 'encode'";

/** Encodes a value that is not plain JSON. */
function encoded(key: string, value: unknown): EncodedValue {
  return NotRoundTrippableError.naming(key, () => encodeValue(value, undefined, ADVICE));
}

/** Creates the record of a computed value, after checking that it reads back equal through the model. */
export function computedEntry(
  key: string,
  computed: unknown,
  model: Model | undefined,
  timesNow: () => EntryTimes,
): RecordContent | Promise<RecordContent> {
  const times = timesNow();
  if (!model || computed === undefined) return entryOf(key, computed, times);
  const value = NotRoundTrippableError.naming(key, () => snapshot(computed));
  return encodeData({ id: key, model, namespace: PLAIN, value, isOutput: true, words: COMPUTED, ...times });
}

/** Adds tags to an entry. */
export function withTags(content: RecordContent, tags: EntryTags): RecordContent {
  if (tags.length === 0) return content;
  const data = { value: content.data as JsonValue, tags }; // Entries are JSON.
  return { ...content, namespace: TAGGED, data, types: content.types && { value: content.types } };
}

/** Tells whether an entry has tags. */
export function isTagged({ namespace }: RecordContent): boolean {
  return namespace === TAGGED;
}

/** Returns the tags of an entry; `undefined` if they are damaged. */
export function tagsOf({ data }: RecordContent): EntryTags | undefined {
  const { value, tags } = (data ?? {}) as { readonly value?: unknown; readonly tags?: unknown };
  return value !== undefined && Array.isArray(tags) && tags.every(isTag) ? tags : undefined;
}

function isTag(tag: unknown): boolean {
  return Array.isArray(tag) && typeof tag[0] === "string" && tag[0] !== "";
}

/** Returns the context for decoding an entry of a storage. */
export function entryContext(storage: EntryLocator, key: string): ReadContext {
  return { id: key, locate: () => storage.locate("cache", key), advice: "Set it again, or delete it.", words: STORED };
}

/** Returns the model of the options of a read. @throws {TypeError} if it is not a model. */
export function modelIn(options: CacheGetOptions | undefined, of: string): Model | undefined {
  checkOptions(options, CACHE_GET_OPTIONS, of);
  const model = options?.model;
  if (model !== undefined) checkModel(model);
  return model;
}

/** Provider of the locations of entries. */
export interface EntryLocator {
  locate(space: "cache", key: string): string;
}

/**
 * Returns the value of an entry. Plain JSON is returned without a copy unless the entry is shared.
 *
 * @throws as `fromContent`.
 */
export function entryValue(
  storage: EntryLocator,
  key: string,
  content: RecordContent,
  model: Model | undefined,
  isShared = false,
): unknown {
  const plain = isTagged(content) ? withoutTags(content) : content;
  const isJson = !(plain.data instanceof Uint8Array);
  const data = isShared && isJson ? copyJson(plain.data as JsonValue) : plain.data;
  if (isJson && plain.types === undefined && !model) return data;
  const own = data === plain.data ? plain : { ...plain, data };
  const context = entryContext(storage, key);
  return model ? fromContent(own, model, context) : decodeContent(own, context);
}

/** Tells whether an error of {@link entryValue} means that the entry is intact and does not fit the model. */
export function isMisfit(error: unknown): boolean {
  return MISFIT_CODES.some((code) => isResultsError(error, code));
}

/** Tells whether two entries have the same value, by the same version of the same model. */
export function isSameEntry(a: RecordContent, b: RecordContent): boolean {
  return (
    a.modelName === b.modelName &&
    a.namespace === b.namespace &&
    a.version === b.version &&
    firstDifference([a.data, a.types], [b.data, b.types]) === undefined
  );
}

/** Replaces the value of an entry. */
export function withValue(content: RecordContent, value: JsonValue, now: number): RecordContent {
  const data = isTagged(content) ? { value, tags: tagsOf(content) ?? [] } : value;
  return { ...content, data, types: undefined, updatedAt: isoTime(now) };
}

/** Removes the tags of an entry. */
export function withoutTags(content: RecordContent): RecordContent {
  const { value } = content.data as { readonly value: JsonValue };
  const types = content.types as { readonly value?: TypeTags } | undefined;
  return { ...content, namespace: PLAIN, data: value, types: types?.value };
}
