import type { Model, StoredSchema } from "@results-manager/core";
import { jsonSchemaNow } from "./json-schema-now.ts";

/** Model that has written a result, and the namespace of that. */
export interface WrittenModel {
  readonly model: Model;
  readonly namespace: string;
}

/**
 * Models of this thread that have written through a store, and that the worker is to be told of. It infers the schemas of those that it is
 * not told of, from the records that it writes.
 */
export class WrittenModels {
  /** Namespaces in which each model has written. */
  readonly #namespaces = new WeakMap<Model, Set<string>>();
  readonly #untold = new Map<string, WrittenModel>();

  /** Notes the model of a write. */
  note({ model, namespace }: WrittenModel): void {
    const namespaces = this.#namespaces.get(model);
    if (namespaces?.has(namespace)) return;
    if (namespaces) namespaces.add(namespace);
    else this.#namespaces.set(model, new Set([namespace]));
    // Of several models of a name and version, the last one has the schema that its results have now.
    this.#untold.set(JSON.stringify([namespace, model.name, model.version]), { model, namespace });
  }

  /** Tells the schemas of the models that were noted since the last time; a failure leaves them for the next time. */
  tell(describe: (schemas: readonly StoredSchema[]) => void): void {
    if (this.#untold.size === 0) return;
    const schemas = [...this.#untold.values()].flatMap(({ model, namespace }) => {
      const jsonSchema = jsonSchemaNow(model);
      return jsonSchema ? { name: model.name, version: model.version, namespace, jsonSchema, inferred: false } : [];
    });
    if (schemas.length > 0) describe(schemas);
    this.#untold.clear();
  }
}
