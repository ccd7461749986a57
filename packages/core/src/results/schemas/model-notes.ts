import type { Model } from "../../models/model.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { ResultRecord } from "../result-record.ts";
import type { DescribedModel, StoredSchema } from "./stored-schema.ts";

/** Number of results of a model that tell its schema. */
const MOST_IDS = 64;

/** Model that has written results, and what may tell its JSON Schema. */
export interface ModelSource extends DescribedModel {
  readonly model?: Model | undefined;
  /** Description of the model in another store. */
  readonly schema?: StoredSchema | undefined;
  /** Ids of results that it has written, from which the schema is inferred if nothing else tells it. */
  readonly ids: readonly string[];
}

/** Write of a result by its model. */
export interface ModelWrite {
  readonly model: Model;
  readonly namespace: string;
  readonly key: string;
}

/** Models that a face has described in its store: each once, after its first write. Methods are called within an accepted call, and never fail. */
export class ModelNotes {
  /** Namespace in which each model last wrote. As long as it writes there, nothing is left to do. */
  readonly namespaces: WeakMap<Model, string> = new WeakMap();
  readonly #access: StorageAccess;
  readonly #notes = new Map<string, Promise<boolean>>();

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  /** Tells whether a model writes in a namespace for the first time. */
  isNew({ model, namespace }: Pick<ModelWrite, "model" | "namespace">): boolean {
    return this.namespaces.get(model) !== namespace;
  }

  /** Describes the models of writes. */
  noteWrites(writes: readonly ModelWrite[]): Promise<void> {
    return this.#noteEach(
      writes.map(({ model, namespace, key }) => {
        const { name, version } = model;
        return { name, version, namespace, model, ids: [key] };
      }),
    );
  }

  /** Describes the models of records that were written in their stored form. */
  noteRecords(written: readonly ResultRecord[], schemas: readonly StoredSchema[] = []): Promise<void> {
    const known = new Map(schemas.map((schema) => [keyOf(schema), schema]));
    return this.#noteEach(
      written.map(({ id, modelName: name, namespace, version }) => {
        const registered = this.#access.storage.registry.findModel(name, namespace);
        const model = registered?.version === version ? registered : undefined;
        return { name, version, namespace, model, schema: known.get(keyOf({ name, version, namespace })), ids: [id] };
      }),
    );
  }

  async #noteEach(written: readonly ModelSource[]): Promise<void> {
    const sources = new Map<string, ModelSource>();
    for (const source of written) {
      const key = keyOf(source);
      const ids = sources.get(key)?.ids ?? [];
      if (ids.length < MOST_IDS) sources.set(key, { ...source, ids: [...ids, ...source.ids] });
    }
    for (const source of sources.values()) await this.#note(source);
  }

  async #note(source: ModelSource): Promise<void> {
    const key = keyOf(source);
    const note = this.#notes.get(key) ?? this.#describe(source);
    this.#notes.set(key, note);
    if (!(await note)) this.#notes.delete(key);
    else if (source.model) this.namespaces.set(source.model, source.namespace);
  }

  /** Returns false if nothing told the schema, such as results that were removed meanwhile: then the next write tries again. */
  async #describe(source: ModelSource): Promise<boolean> {
    const { storage } = this.#access;
    if (!storage.supports.retains) return true;
    try {
      const { describeModel } = await import("./describe-model.ts"); // Loaded on first use, as is the library that it needs.
      return await describeModel(storage, source);
    } catch (error) {
      // The results are stored, and complete without the description.
      process.emitWarning(
        `Version ${source.version} of model '${source.name}' is not described in ${storage.place ?? "the store"}, which has stored its ` +
          `results: ${(error as Error).message} The next program that writes with the model tries again.`,
        { type: "ResultsManagerWarning", code: "RESULTS_MANAGER_MODEL_NOT_DESCRIBED" },
      );
      return true;
    }
  }
}

function keyOf({ name, namespace, version }: DescribedModel): string {
  return JSON.stringify([namespace, name, version]);
}
