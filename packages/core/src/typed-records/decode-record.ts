import { decodeValue } from "../codec/decode-value.ts";
import type { ErrorWords } from "../errors/error-words.ts";
import { ModelNotRegisteredError } from "../errors/model-errors.ts";
import { CorruptRecordError } from "../errors/result-errors.ts";
import type { Model } from "../models/model.ts";
import { remember } from "../models/model-of-value.ts";
import type { ModelRegistry } from "../models/model-registry.ts";
import { upgradeData } from "../models/upgrade-data.ts";
import { chain, validate, validateOwn } from "../models/validate.ts";
import type { CorruptRecord, RecordContent, StoredRecord } from "../records/record.ts";

/** Context of a record that is decoded. */
export interface ReadContext {
  readonly id: string;
  /** Location of the record, for messages. */
  readonly locate: () => string;
  /** Advice for a corrupt record; by default that for results. */
  readonly advice?: string;
  /** Words for a record that does not fit its model; by default those for results. */
  readonly words?: ErrorWords;
}

/**
 * Decodes, upgrades and validates a record.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD`.
 * @throws {ValidationError} `VALIDATION_FAILED`.
 * @throws {ModelTooOldError} `MODEL_TOO_OLD`.
 * @throws {UpgradeFailedError} `UPGRADE_FAILED`.
 * @throws {ModelFailedError} `MODEL_FAILED` when the schema throws.
 */
export function fromContent(content: RecordContent, model: Model, context: ReadContext): unknown {
  const stored = storedForm(content, model, context);
  // An upgrade step may return a shared object, such as a default value.
  const check = isUpgraded(content, model) ? validate : validateOwn;
  const words = () => context.words ?? { advice: writerAdvice(content, model) };
  return chain(check(model, stored, context.id, words), (value) => remember(value, model));
}

/** Decodes a record and upgrades it to the version of the model, without validation. */
export function storedForm(content: RecordContent, model: Model, context: ReadContext): unknown {
  const decoded = decodeContent(content, context);
  return isUpgraded(content, model) ? upgradeData(model, decoded, content.version, context.id, context.words) : decoded;
}

/** Names the model that wrote a rejected record, and gives advice. */
function writerAdvice({ modelName, namespace, version }: RecordContent, model: Model): string {
  const writer = `It was written by version ${version} of model '${modelName}' in namespace '${namespace}'`;
  if (modelName !== model.name) return `${writer}: read it with that model, or write it again with this one.`;
  if (version < model.version) {
    return `${writer}, and upgraded to version ${model.version}: fix the upgrade steps, or write it again.`;
  }
  return `${writer}, the version of this model. If the schema has changed, give the model version ${version + 1} and an upgrade step for ${version}, then migrate(); or write it again.`;
}

function isUpgraded({ modelName, version }: RecordContent, model: Model): boolean {
  // A model that is passed explicitly may read the record of another model, whose versions do not compare.
  return modelName === model.name && version !== model.version;
}

/** Decodes the data of a record. @throws {CorruptRecordError} `CORRUPT_RECORD`. */
export function decodeContent({ data, types }: RecordContent, { id, locate, advice }: ReadContext): unknown {
  try {
    return decodeValue(data, types);
  } catch (cause) {
    throw new CorruptRecordError(id, locate(), "its types do not fit its data", cause, advice);
  }
}

/** Returns an intact record. @throws {CorruptRecordError} `CORRUPT_RECORD` for a corrupt one. */
export function intact(found: StoredRecord | CorruptRecord, { id, locate, advice }: ReadContext): StoredRecord {
  if (found.corrupt === undefined) return found;
  throw new CorruptRecordError(id, locate(), found.corrupt, found.cause, advice);
}

/**
 * Finds the model that wrote a record, only in `namespace` or, if that is `undefined`, in the stored namespace.
 *
 * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED`, listing the namespaces that have a model of that name.
 */
export function storedModel(
  content: RecordContent,
  registry: ModelRegistry,
  namespace: string | undefined,
  id: string,
): Model {
  const searchedNamespace = namespace ?? content.namespace;
  const model = registry.findModel(content.modelName, searchedNamespace);
  if (model) return model;
  const otherNamespaces = [...registry.findModelInAllNamespaces(content.modelName).keys()];
  throw new ModelNotRegisteredError(content.modelName, searchedNamespace, otherNamespaces, id);
}
