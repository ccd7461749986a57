import { isResultsError } from "../../errors/is-results-error.ts";
import type { JsonSchema } from "../../models/json-schema/json-schema.ts";
import type { Model } from "../../models/model.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { StorageBase } from "../../storage/storage-base.ts";
import { realTime } from "../../time/real-time.ts";
import type { ResultRecord } from "../result-record.ts";
import type { DescribedModel, StoredSchema } from "./stored-schema.ts";

/** Number of results of a model that tell its schema. */
const MOST_IDS = 64;

/** Model that has written results, and what may tell its JSON Schema. */
export interface ModelSource extends DescribedModel {
  readonly model?: Model | undefined;
  /** JSON Schema of the model, if that is in another thread. */
  readonly own?: JsonSchema | undefined;
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

/** Record that was written, and its model. */
export type WrittenRecord = Pick<ResultRecord, "id" | "modelName" | "namespace" | "version">;

/** Time after which a quiet store describes a model, and after which one that is never quiet does, in milliseconds. */
const QUIET_MS = 10;
const MOST_MS = 1000;

/** Notes of the faces of a storage that are not written yet. */
const unwritten = new WeakMap<StorageBase, Set<ModelNotes>>();

/** Describes the models that wrote through any face of a storage, so that its descriptions can be read. */
export async function writeNotes(storage: StorageBase): Promise<void> {
  await Promise.all([...(unwritten.get(storage) ?? [])].map((notes) => notes.write()));
}

/**
 * Models that a face has to describe in its store: each once, after its first write. Describing takes as long as hundreds of writes, mostly
 * for loading what converts schemas, so no write waits for it: models are described when the store is quiet, and before it closes or is asked.
 */
export class ModelNotes {
  /** Namespace in which each model last wrote. As long as it writes there, nothing is left to do. */
  readonly namespaces: WeakMap<Model, string> = new WeakMap();
  readonly #access: StorageAccess;
  readonly #described = new Set<string>();
  /** Record of a model that is described. */
  #last: WrittenRecord | undefined;
  readonly #sources = new Map<string, ModelSource>();
  #timer: ReturnType<typeof realTime.setTimeout> | undefined;
  #since = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  /** Tells whether a model writes in a namespace for the first time. */
  isNew({ model, namespace }: Pick<ModelWrite, "model" | "namespace">): boolean {
    return this.namespaces.get(model) !== namespace;
  }

  /** Notes the models of writes. */
  noteWrites(writes: readonly ModelWrite[]): void {
    for (const { model, namespace, key } of writes) {
      const { name, version } = model;
      this.#note({ name, version, namespace, model, ids: [key] });
    }
  }

  /** Tells whether a record is of the model that was last found to be described, as most are: it need not be noted. */
  isNoted(record: Omit<WrittenRecord, "id">): boolean {
    return this.#last !== undefined && isOfSameModel(record, this.#last);
  }

  /** Notes the models of records that were written in their stored form. */
  noteRecords(written: readonly WrittenRecord[], schemas: readonly StoredSchema[] = []): void {
    const known = new Map(schemas.map((schema) => [keyOf(schema), schema]));
    for (const record of written) {
      if (this.isNoted(record)) continue;
      const { id, modelName: name, namespace, version } = record;
      if (this.#described.has(keyOf({ name, version, namespace }))) {
        this.#last = record;
        continue;
      }
      const registered = this.#access.storage.registry.findModel(name, namespace);
      const model = registered?.version === version ? registered : undefined;
      this.#note({
        name,
        version,
        namespace,
        model,
        schema: known.get(keyOf({ name, version, namespace })),
        ids: [id],
      });
    }
  }

  /** Notes models of another thread, by their own JSON Schemas. These may have changed, so it does not matter what is described. */
  noteOwn(models: readonly (DescribedModel & Pick<StoredSchema, "jsonSchema">)[]): void {
    for (const { name, version, namespace, jsonSchema } of models) {
      const source = { name, version, namespace, own: jsonSchema, ids: [] };
      this.#forget(source);
      this.#note(source);
    }
  }

  /** Describes the noted models now. Never fails. */
  write(): Promise<void> {
    realTime.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#sources.size > 0) {
      const sources = [...this.#sources.values()];
      this.#sources.clear();
      const before = this.#writing;
      this.#writing = this.#access.track(async () => {
        await before;
        for (const source of sources) await this.#describe(source);
        if (this.#sources.size === 0) unwritten.get(this.#access.storage)?.delete(this);
      });
    }
    return this.#writing;
  }

  #note(source: ModelSource): void {
    const { storage } = this.#access;
    const key = keyOf(source);
    if (source.model) this.namespaces.set(source.model, source.namespace);
    if (this.#described.has(key) || !storage.supports.retains) return;
    const noted = this.#sources.get(key);
    if (noted && noted.ids.length >= MOST_IDS && !source.own) return;
    this.#sources.set(key, {
      ...source,
      own: source.own ?? noted?.own,
      schema: source.schema ?? noted?.schema,
      ids: [...(noted?.ids ?? []), ...source.ids],
    });
    if (this.#timer) return;
    const others = unwritten.get(storage) ?? new Set();
    unwritten.set(storage, others.add(this));
    this.#since = realTime.elapsed();
    this.#await();
  }

  #await(): void {
    this.#timer = realTime.setTimeout(() => {
      const isBusy = !this.#access.storage.isQueueIdle && realTime.elapsed() - this.#since < MOST_MS;
      if (isBusy) this.#await();
      else void this.write();
    }, QUIET_MS);
  }

  #forget(model: DescribedModel): void {
    this.#described.delete(keyOf(model));
    this.#last = undefined;
  }

  async #describe(source: ModelSource): Promise<void> {
    const { storage } = this.#access;
    const key = keyOf(source);
    this.#described.add(key);
    try {
      const { describeModel } = await import("./describe-model.ts"); // Loaded on first use, as is the library that it needs.
      if (await describeModel(storage, source)) return;
      // Nothing told the schema, such as results that were removed meanwhile: the next write tries again.
      this.#forget(source);
      if (source.model) this.namespaces.delete(source.model);
    } catch (error) {
      if (isResultsError(error, "BACKEND_CLOSED")) return; // The storage was closed, and not by its faces.
      // The results are stored, and complete without the description.
      process.emitWarning(
        `Version ${source.version} of model '${source.name}' is not described in ${storage.place ?? "the store"}, which has stored its ` +
          `results: ${(error as Error).message} The next program that writes with the model tries again.`,
        { type: "ResultsManagerWarning", code: "RESULTS_MANAGER_MODEL_NOT_DESCRIBED" },
      );
    }
  }
}

function isOfSameModel(a: Omit<WrittenRecord, "id">, b: WrittenRecord): boolean {
  return a.modelName === b.modelName && a.version === b.version && a.namespace === b.namespace;
}

function keyOf({ name, namespace, version }: DescribedModel): string {
  return JSON.stringify([namespace, name, version]);
}
