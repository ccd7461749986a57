import type { ResultId } from "../ids/result-id.ts";
import type { Model, ModelData } from "../models/model.ts";
import type { SetBehavior } from "./set-behavior.ts";

/** Options of a write. */
export interface SetOptions<M extends Model | undefined = Model | undefined> {
  /** Model that validates the data. Not needed for a value that `Model.parse` returned. */
  readonly model?: M | undefined;
  /** Action when a result is already stored; `'raise_if_exists'` by default. */
  readonly behavior?: SetBehavior | undefined;
  /** Namespace in which reads look up the model. By default the one it is registered in, a non-default namespace first. */
  readonly namespace?: string | undefined;
  /** Rejects a model that is registered in several non-default namespaces, instead of choosing the first. */
  readonly strictNamespace?: boolean | undefined;
  /** Lifetime of the result in seconds, a positive finite number. Without it, the result does not expire. */
  readonly ttlSeconds?: number | undefined;
}

/** Ids with the data that is stored under them. */
export type ResultEntries<M> =
  | readonly (readonly [ResultId, ModelData<M>])[] // Compilers report a mistake in a list at its item, in an iterable at the call.
  | Iterable<readonly [ResultId, ModelData<M>]>;

/** Options of a read. */
export interface GetOptions {
  /** Namespace in which the stored model name is looked up, instead of the stored namespace. */
  readonly namespace?: string | undefined;
}

/** Options of an update. */
export interface UpdateOptions {
  readonly namespace?: string | undefined;
  readonly strictNamespace?: boolean | undefined;
  /** Lifetime of the new result in seconds. Without it, the result does not expire. */
  readonly ttlSeconds?: number | undefined;
  /** Cancels the wait for other updates of the same id. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of a computation. */
export interface ComputeOptions {
  readonly namespace?: string | undefined;
  readonly strictNamespace?: boolean | undefined;
  /** Lifetime of the result in seconds; then it is computed again. Without it, the result does not expire. */
  readonly ttlSeconds?: number | undefined;
  /** Cancels this caller's wait. The computation is aborted, and its value discarded, only when no caller is waiting. */
  readonly signal?: AbortSignal | undefined;
}

/** Argument of a computation. */
export interface ComputeContext {
  /** Aborted when no caller is waiting for the result. */
  readonly signal: AbortSignal;
}

/** Options of a listing of ids. */
export interface IdsOptions {
  /** Only ids after this one, in the order of the listing. */
  readonly after?: ResultId | undefined;
  /** Maximum number of ids. */
  readonly limit?: number | undefined;
  /**
   * Order of the ids; ascending by default. In descending order, `after` selects the ids before it, and the ids of the prefix, or about
   * `limit` of them, are held in memory.
   */
  readonly order?: "asc" | "desc" | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Metadata of a result. */
export interface ResultInfo {
  readonly id: string;
  readonly modelName: string;
  readonly namespace: string;
  /** Version of the model that wrote the result. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** `undefined` for a result that does not expire. */
  readonly expiresAt: Date | undefined;
}
