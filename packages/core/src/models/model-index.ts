import type { StandardSchemaV1 } from "@standard-schema/spec";
import { given } from "../errors/given.ts";
import { fieldsOf } from "../fields/fields-of.ts";
import { fieldFinder } from "../fields/find-field.ts";
import type { Path } from "../fields/path.ts";

/** Fields by which results of a model are found and ordered, each with its keys. */
export type ModelIndex = readonly (readonly string[])[];

/** Indexes of a model: a path each, or a list of paths. */
export type IndexPaths<Schema extends StandardSchemaV1> = readonly (IndexPath<Schema> | readonly IndexPath<Schema>[])[];

type IndexPath<Schema extends StandardSchemaV1> = Path<StandardSchemaV1.InferOutput<Schema>>;

/**
 * Parses the indexes of a model.
 *
 * @throws {TypeError} for anything but a list of paths and lists of paths, for an unknown field, and for one that is not stored as it is read,
 * which it names.
 */
export function parseIndexes(name: string, schema: StandardSchemaV1, indexes: unknown): readonly ModelIndex[] {
  if (indexes === undefined) return [];
  const of = `model '${name}'`;
  if (!Array.isArray(indexes)) throw new TypeError(`index of ${of} must be a list of paths, got ${given(indexes)}.`);
  const find = fieldFinder(fieldsOf(schema), of);
  return indexes.map((index: unknown) => {
    const paths: readonly unknown[] = Array.isArray(index) ? index : [index];
    if (paths.length === 0) throw new TypeError(`An index of ${of} must have a path, got an empty list.`);
    return paths.map((path) => {
      const { keys, isStored } = find(path as string);
      if (isStored) return keys;
      throw new TypeError(
        `The field ${given(path)} of ${of} cannot be indexed: the schema, as far as it is known, may return another value than was stored, by a default or a transformation.`,
      );
    });
  });
}
