// Circular import: a model knows its registry, which makes models.
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { ModelIndex } from "./model-index.ts";
import type { ModelRegistry } from "./model-registry.ts";

/** Upgrade steps by source version: `{ 1: toVersion2, 2: toVersion3 }`. A step receives and returns the stored form. */
export type ModelUpgrades = Readonly<Record<number, (old: never) => unknown>>;

/** Turns an output of the schema back into its input. */
// The type of a method, since methods are checked bivariantly: `Model<Schema>` must be assignable to `Model`.
export type ModelEncode<Schema extends StandardSchemaV1> = {
  encode(value: StandardSchemaV1.InferOutput<Schema>): StandardSchemaV1.InferInput<Schema>;
}["encode"];

/** Named, versioned schema that validates results on every write and read. */
export interface Model<Schema extends StandardSchemaV1 = StandardSchemaV1> {
  /** Name that is stored with each result. */
  readonly name: string;
  /** Standard Schema v1, for example of Valibot, Zod or ArkType. */
  readonly schema: Schema;
  /** Version of the schema, incremented with every incompatible change. */
  readonly version: number;
  /** Upgrade step for each older version. */
  readonly upgrade: ModelUpgrades;
  /** Turns an output of a transforming schema back into its input. */
  readonly encode: ModelEncode<Schema> | undefined;
  /** Indexes by which results are found. */
  readonly indexes: readonly ModelIndex[];
  /** Registry in which the model was registered first. */
  readonly registry: ModelRegistry;
  /**
   * Validates `input`. The returned object is associated with this model and can be stored without passing the model.
   *
   * @throws {ValidationError} `VALIDATION_FAILED`.
   * @throws {TypeError} when the schema is asynchronous: use {@link Model.parseAsync}.
   */
  parse(input: StandardSchemaV1.InferInput<Schema>): Parsed<StandardSchemaV1.InferOutput<Schema>>;
  /**
   * Validates `input` like {@link Model.parse}; also works with an asynchronous schema.
   *
   * @throws {ValidationError} `VALIDATION_FAILED`.
   */
  parseAsync(input: StandardSchemaV1.InferInput<Schema>): Promise<Parsed<StandardSchemaV1.InferOutput<Schema>>>;
}

/** Input type of a model. */
export type ModelInput<M> = M extends { readonly schema: infer S extends StandardSchemaV1 }
  ? StandardSchemaV1.InferInput<S>
  : never;

/**
 * Model, or the name of one, so that results can be found without the program that wrote them. They are then read as they were stored, unless
 * a model of that name is registered, and have the type `unknown`.
 */
export type ModelRef = Model | string;

/** Output type of a model: the type of a result; `unknown` without a model. */
export type ModelOutput<M> = M extends { readonly schema: infer S extends StandardSchemaV1 }
  ? StandardSchemaV1.InferOutput<S>
  : unknown;

/**
 * Mark of a value that a model parsed. It exists for the compiler alone, which then refuses any other value where no model is passed.
 *
 * @typeParam Else Advice that the compiler shows with the name of the type.
 */
export declare class ParsedByModel<Else extends string = string> {
  /** Model that parsed the value. */
  protected readonly parsed: Model;
}

/** Value that a model parsed. It can be stored without passing the model, as long as the compiler sees that it was parsed. */
export type Parsed<Value> = Value extends object ? Value & ParsedByModel : Value;

/**
 * Data that can be stored: an input or an output of the model's schema, or without a model, a value that a model parsed. One signature
 * instead of overloads, since compilers report a mistake against the last overload, which often is not the one that was meant.
 */
export type ModelData<M> = ModelInput<M> | DistinctOutput<M>;

/** Output type of a model, unless it is an input too: then messages would show it twice. */
type DistinctOutput<M> = M extends { readonly schema: infer S extends StandardSchemaV1 }
  ? [StandardSchemaV1.InferOutput<S>] extends [StandardSchemaV1.InferInput<S>]
    ? never
    : StandardSchemaV1.InferOutput<S>
  : ParsedByModel<"otherwise pass { model }">;
