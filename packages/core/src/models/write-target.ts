import { ModelNotRegisteredError, ModelUnknownError } from "../errors/model-errors.ts";
import { checkName } from "./check-name.ts";
import { isSameModel } from "./equality/same-model.ts";
import type { Model } from "./model.ts";
import { modelOf } from "./model-of-value.ts";
import { factsOf } from "./model-registry.ts";
import type { JsonShape } from "./valibot/json-shape.ts";

/** Model and namespace of a write. */
export interface WriteTarget {
  readonly model: Model;
  readonly namespace: string;
  /** The value is an output of the schema. */
  readonly isOutput: boolean;
  /** Shape of the values that are stored as they are, if it is known. */
  readonly shape: JsonShape | undefined;
}

/** Options of a write that choose its model and namespace. */
export interface WriteTargetOptions {
  readonly model?: Model | undefined;
  readonly namespace?: string | undefined;
  readonly strictNamespace?: boolean | undefined;
}

/**
 * Determines the model and namespace of a write.
 *
 * @throws {ModelUnknownError} `MODEL_UNKNOWN` when no model is passed and no model returned the value.
 * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` with `strictNamespace`.
 * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED` when no namespace is passed and the model is not registered.
 * @throws {TypeError} for an invalid model or namespace.
 */
export function writeTarget(id: string, value: unknown, options: WriteTargetOptions): WriteTarget {
  const valueModel = modelOf(value);
  const model = options.model ?? valueModel;
  if (!model) throw new ModelUnknownError(id);
  const { namespace: preferred, shape } = factsOf(model);
  const namespace =
    options.namespace === undefined && !options.strictNamespace ? preferred : chosenNamespace(model, options);
  if (namespace === undefined) throw new ModelNotRegisteredError(model.name, undefined, [], id);
  return { model, namespace, isOutput: valueModel !== undefined && isSameModel(valueModel, model), shape };
}

function chosenNamespace(model: Model, { namespace, strictNamespace }: WriteTargetOptions): string | undefined {
  if (namespace !== undefined) return checkName(namespace, "namespace");
  return model.registry.findModelNamespace(model, { strict: strictNamespace ?? false });
}
