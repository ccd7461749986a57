import { ModelNotRegisteredError, NamespaceAmbiguousError } from "../../errors/model-errors.ts";
import { ANY_FIELDS, asStored, type Fields, fieldsOfEither } from "../../fields/fields.ts";
import { jsonSchemaFields } from "../../fields/json-schema-fields.ts";
import { checkName } from "../../models/check-name.ts";
import { isSameModel } from "../../models/equality/same-model.ts";
import type { Model, ModelRef } from "../../models/model.ts";
import type { ModelRegistry } from "../../models/model-registry.ts";
import { nearestName } from "../../options/nearest-name.ts";
import { parserOf } from "../../query/parse-field.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { decodeContent } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { listSchemas } from "../schemas/list-schemas.ts";
import type { StoredSchema } from "../schemas/stored-schema.ts";
import { checkNamespace, type QuerySource, sourceOfModel } from "./query-source.ts";
import { readRange } from "./read-range.ts";

/** Name of a model, and the namespace of its results; in any without one. */
export interface NamedModel {
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Makes the source of a model or a name. @throws {TypeError} for something else, and as {@link registeredSource} and {@link schemasOfName}. */
export async function sourceOf(
  access: StorageAccess,
  model: ModelRef,
  options: { readonly namespace?: unknown } | undefined,
): Promise<QuerySource> {
  if (typeof model !== "string") return sourceOfModel(model, access.storage);
  return access.track(async () => {
    const named = namedModel(model, options);
    const registered = registeredSource(access.storage, named);
    return registered ?? storedSource(named, await schemasOfName(access, named));
  });
}

/** Checks the name of a model. @throws {TypeError} for an empty name, or a namespace that is no text. */
export function namedModel(name: string, options: { readonly namespace?: unknown } | undefined): NamedModel {
  checkName(name, "The name of a model");
  const namespace = options?.namespace;
  checkNamespace(namespace);
  return { name, namespace };
}

/**
 * Makes the source of the registered model of a name; `undefined` if there is none.
 *
 * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` for the name of several registered models.
 */
export function registeredSource(storage: RecordContext, named: NamedModel): QuerySource | undefined {
  const registered = registeredModel(storage.registry, named);
  return registered && sourceOfModel(registered, storage);
}

/** Makes the source of a name whose model is not registered, by the descriptions of its versions. */
export function storedSource({ name }: NamedModel, schemas: readonly StoredSchema[]): QuerySource {
  return {
    model: { name, indexes: [] },
    version: Math.max(1, ...schemas.map(({ version }) => version)),
    parseField: parserOf(asStored(fieldsOfNewest(schemas)), `model '${name}'`),
    wrote: () => true,
    read: decodeContent,
  };
}

/**
 * Lists the descriptions of a name in the store, within an accepted call; none if only results are stored that are older than descriptions.
 *
 * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` for a name that the store does not have.
 */
export async function schemasOfName(access: StorageAccess, named: NamedModel): Promise<readonly StoredSchema[]> {
  const { name, namespace } = named;
  const all = await listSchemas(access);
  const schemas = all.filter((each) => each.name === name && (namespace ?? each.namespace) === each.namespace);
  if (schemas.length === 0) await assertStored(access, named, all);
  return schemas;
}

/** Finds the registered model of a name. @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` for several. */
function registeredModel(registry: ModelRegistry, { name, namespace }: NamedModel): Model | undefined {
  if (namespace !== undefined) return registry.findModel(name, namespace);
  const models = registry.findModelInAllNamespaces(name);
  const [first, ...others] = models.values();
  if (others.every((other) => isSameModel(other, first))) return first;
  throw new NamespaceAmbiguousError(name, [...models.keys()]);
}

/** Fields of the newest version in each namespace. Any are possible if the schema of one is only inferred. */
function fieldsOfNewest(schemas: readonly StoredSchema[]): Fields {
  const newest = new Map<string, StoredSchema>();
  for (const schema of schemas) {
    const known = newest.get(schema.namespace);
    if (!known || known.version < schema.version) newest.set(schema.namespace, schema);
  }
  const parts = [...newest.values()].map(({ jsonSchema, inferred }) =>
    inferred ? ANY_FIELDS : jsonSchemaFields(jsonSchema),
  );
  return parts.length === 0 ? ANY_FIELDS : fieldsOfEither(parts);
}

/** Looks for a result of a name that the store does not describe. @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` if there is none. */
async function assertStored(
  access: StorageAccess,
  { name, namespace }: NamedModel,
  schemas: readonly StoredSchema[],
): Promise<void> {
  const names = new Set(schemas.map((schema) => schema.name));
  for await (const { found } of readRange(access, {})) {
    for (const record of found) {
      if (!record || record instanceof Error || record.corrupt !== undefined) continue;
      if (record.modelName === name && (namespace ?? record.namespace) === record.namespace) return;
      names.add(record.modelName);
    }
  }
  const error = new ModelNotRegisteredError(name, namespace, []);
  const nearest = nearestName(name, [...names]);
  const known = names.size === 0 ? "no results" : `no results of it, but of ${[...names].sort().join(", ")}`;
  error.message += ` The store has ${known}.${nearest === undefined ? "" : ` Did you mean '${nearest}'?`}`;
  throw error;
}
