import type { ImportOptions } from "../export-import.ts";
import type { ResultRecord } from "../result-record.ts";
import { keyOfSchema, type StoredSchema } from "./stored-schema.ts";

/** Schemas of a store that is copied: each goes along with the first records of its model. */
export class CopiedSchemas {
  readonly #left: Map<string, StoredSchema>;

  constructor(schemas: readonly StoredSchema[]) {
    this.#left = new Map(schemas.map((schema) => [keyOfSchema(schema), schema]));
  }

  /** Adds the schemas of records that are not copied yet to the options of their import. */
  addTo(options: ImportOptions | undefined, records: readonly ResultRecord[]): ImportOptions | undefined {
    if (this.#left.size === 0) return options;
    const keys = new Set(
      records.map(({ modelName: name, namespace, version }) => keyOfSchema({ name, namespace, version })),
    );
    const schemas = [...keys].flatMap((key) => this.#left.get(key) ?? []);
    for (const key of keys) this.#left.delete(key);
    return schemas.length > 0 ? { ...options, schemas } : options;
  }
}
