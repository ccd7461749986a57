import { decodeValue } from "../codec/decode-value.ts";
import { ModelNotRegisteredError } from "../errors/model-errors.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import type { Model } from "../models/model.ts";
import { remember } from "../models/model-of-value.ts";
import type { ModelRegistry } from "../models/model-registry.ts";
import { upgradeData } from "../models/upgrade-data.ts";
import { chain, validate, validateOwn } from "../models/validate.ts";
import type { CorruptRecord, RecordContent, StoredRecord } from "../records/record.ts";

/** What a read needs to know besides the record. */
export interface ReadContext {
  readonly id: string;
  /** Says where the record is, for messages. */
  readonly locate: () => string;
  /** What to do about a corrupt record, where that is not what results want. */
  readonly advice?: string;
}

/**
 * Makes a result of a record: decodes, upgrades, validates.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD`.
 * @throws {ValidationError} `VALIDATION_FAILED`.
 * @throws {ModelTooOldError} `MODEL_TOO_OLD`.
 * @throws {UpgradeFailedError} `UPGRADE_FAILED`.
 * @throws {ModelFailedError} `MODEL_FAILED` when the schema throws.
 */
export function fromContent(content: RecordContent, model: Model, context: ReadContext): unknown {
  const stored = storedForm(content, model, context);
  // What an upgrade step returns may be shared with others: a default, say.
  const check = isUpgraded(content, model) ? validate : validateOwn;
  const written = () => writtenBy(content, model);
  return chain(check(model, stored, context.id, written), (value) => remember(value, model));
}

/** What was stored, in the form the model's version has. */
export function storedForm(content: RecordContent, model: Model, context: ReadContext): unknown {
  const decoded = decodeContent(content, context);
  return isUpgraded(content, model) ? upgradeData(model, decoded, content.version, context.id) : decoded;
}

/** Says which model wrote a record that another, or another version of it, refuses, and what to do; entries of caches have none. */
function writtenBy({ modelName, namespace, version }: RecordContent, model: Model): string | undefined {
  if (modelName === "") return undefined;
  const writer = `It was written by version ${version} of model '${modelName}' in namespace '${namespace}'`;
  if (modelName !== model.name) return `${writer}: read it with that model, or write it again with this one.`;
  if (version < model.version) {
    return `${writer}, and upgraded to version ${model.version}: mend the upgrade steps, or write it again.`;
  }
  return `${writer}, the version of this model. If the schema has changed, give the model version ${version + 1} and an upgrade step for ${version}, then migrate(); or write it again.`;
}

function isUpgraded({ modelName, version }: RecordContent, model: Model): boolean {
  // A model that was given explicitly may read what another model wrote: then versions say nothing.
  return modelName === model.name && version !== model.version;
}

/** The data as it was stored. */
export function decodeContent({ data, types }: RecordContent, { id, locate, advice }: ReadContext): unknown {
  try {
    return decodeValue(data, types);
  } catch (cause) {
    throw new CorruptRecordError(id, locate(), "its types do not fit its data", cause, advice);
  }
}

/** @throws {CorruptRecordError} `CORRUPT_RECORD` where a medium found no record. */
export function intact(found: StoredRecord | CorruptRecord, { id, locate, advice }: ReadContext): StoredRecord {
  if (found.corrupt === undefined) return found;
  throw new CorruptRecordError(id, locate(), found.corrupt, found.cause, advice);
}

/**
 * The model a record was written by: in the namespace given, else in the stored one, and in no other.
 *
 * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED`, saying where the name does exist.
 */
export function storedModel(
  content: RecordContent,
  registry: ModelRegistry,
  namespace: string | undefined,
  id: string,
): Model {
  const searched = namespace ?? content.namespace;
  const model = registry.findModel(content.modelName, searched);
  if (model) return model;
  const elsewhere = [...registry.findModelInAllNamespaces(content.modelName).keys()];
  throw new ModelNotRegisteredError(content.modelName, searched, elsewhere, id);
}
