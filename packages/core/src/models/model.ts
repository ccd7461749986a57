import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { ModelRegistry } from "./model-registry.ts";

/** Brings stored data of one version to the next: `{ 1: toVersion2, 2: toVersion3 }`. A step gets and returns the stored form. */
export type ModelUpgrades = Readonly<Record<number, (old: never) => unknown>>;

/** Turns a schema's output back into its input. */
// A method's type, because `Model<Schema>` must be assignable to `Model`: methods are checked bivariantly.
export type ModelEncode<Schema extends StandardSchemaV1> = {
  encode(value: StandardSchemaV1.InferOutput<Schema>): StandardSchemaV1.InferInput<Schema>;
}["encode"];

/** A named, versioned schema: what a result is checked against when it is written and when it is read. */
export interface Model<Schema extends StandardSchemaV1 = StandardSchemaV1> {
  /** The name it is stored under. */
  readonly name: string;
  /** Any Standard Schema v1: Valibot, Zod, ArkType. */
  readonly schema: Schema;
  /** Rises by one with every change of the schema that old data does not fit. */
  readonly version: number;
  /** One step for each older version. */
  readonly upgrade: ModelUpgrades;
  /** Turns a value back into what the schema takes, for schemas that transform. */
  readonly encode: ModelEncode<Schema> | undefined;
  /** Where it was registered first. */
  readonly registry: ModelRegistry;
  /**
   * Validates `input`; what it returns is known to belong to this model and can be stored without naming it.
   *
   * @throws {ValidationError} `VALIDATION_FAILED`.
   * @throws {TypeError} when the schema is asynchronous: use {@link Model.parseAsync}.
   */
  parse(input: StandardSchemaV1.InferInput<Schema>): StandardSchemaV1.InferOutput<Schema>;
  /**
   * The same as {@link Model.parse} for a schema that is asynchronous, and for any other.
   *
   * @throws {ValidationError} `VALIDATION_FAILED`.
   */
  parseAsync(input: StandardSchemaV1.InferInput<Schema>): Promise<StandardSchemaV1.InferOutput<Schema>>;
}

/** What a model takes. */
export type ModelInput<M> = M extends { readonly schema: infer S extends StandardSchemaV1 }
  ? StandardSchemaV1.InferInput<S>
  : never;

/** What a model gives: the type of a result. */
export type ModelOutput<M> = M extends { readonly schema: infer S extends StandardSchemaV1 }
  ? StandardSchemaV1.InferOutput<S>
  : never;
