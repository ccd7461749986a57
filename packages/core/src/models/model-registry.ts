import type { StandardSchemaV1 } from "@standard-schema/spec";
import { ModelConflictError, ModelNotRegisteredError, NamespaceAmbiguousError } from "../errors/model-errors.ts";
import { checkName } from "./check-name.ts";
import { defineModel, type ModelDefinition, sameDefinition } from "./define-model.ts";
import type { Model } from "./model.ts";
import { ValueTypes } from "./value-types.ts";

/** The namespace of models that name none. */
export const DEFAULT_NAMESPACE = "default";

/** How a model is registered. */
export interface RegisterOptions<Schema extends StandardSchemaV1 = StandardSchemaV1> extends ModelDefinition<Schema> {
  /** `'default'` unless given. The same name in two namespaces is two models. */
  readonly namespace?: string;
}

/** Knows models by namespace and name. Most programs use the default one, through `registerModel`. */
export class ModelRegistry {
  /** Types of values; see `registerType`. */
  readonly types: ValueTypes = new ValueTypes();
  readonly #namespaces = new Map<string, Map<string, Model>>();

  /** Registers a schema under a name; see `registerModel`. Registering the identical model again is a no-op. */
  register<const Schema extends StandardSchemaV1>(
    name: string,
    schema: Schema,
    options: RegisterOptions<Schema> = {},
  ): Model<Schema> {
    const model = defineModel(this, name, schema, options);
    const twin = [...this.findModelInAllNamespaces(name).values()].find((known) => sameDefinition(known, model));
    return this.add((twin as Model<Schema> | undefined) ?? model, options.namespace);
  }

  /**
   * Registers an existing model into a further namespace.
   *
   * @throws {ModelConflictError} `MODEL_CONFLICT` when the namespace has another model of that name.
   * @throws {TypeError} when the namespace is empty or no well-formed text.
   */
  add<M extends Model>(model: M, namespace: string = DEFAULT_NAMESPACE): M {
    checkName(namespace, "The name of a namespace");
    const models = this.#namespaces.get(namespace) ?? new Map<string, Model>();
    const known = models.get(model.name);
    if (known && known !== model && !sameDefinition(known, model)) throw new ModelConflictError(model.name, namespace);
    if (!known) models.set(model.name, model);
    this.#namespaces.set(namespace, models);
    return (known as M | undefined) ?? model;
  }

  /**
   * The model of that name in that namespace; no other namespace is searched.
   *
   * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED`, saying where the name does exist.
   */
  getModel(name: string, namespace: string = DEFAULT_NAMESPACE): Model {
    const model = this.findModel(name, namespace);
    if (model) return model;
    throw new ModelNotRegisteredError(name, namespace, [...this.findModelInAllNamespaces(name).keys()]);
  }

  /** The model of that name in that namespace, or `undefined`. */
  findModel(name: string, namespace: string): Model | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /**
   * Where a model is registered: a namespace other than the default one first; `undefined` where nowhere.
   *
   * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` with `strict`, when there are several besides the default one.
   */
  findModelNamespace(model: Model, { strict = false }: { readonly strict?: boolean } = {}): string | undefined {
    const first = this.#firstNamespace(model);
    if (!strict) return first;
    const others = this.#namespacesOf(model).filter((namespace) => namespace !== DEFAULT_NAMESPACE);
    if (others.length > 1) throw new NamespaceAmbiguousError(model.name, others);
    return first;
  }

  /** The models of that name, by namespace. */
  findModelInAllNamespaces(name: string): ReadonlyMap<string, Model> {
    const found = new Map<string, Model>();
    for (const [namespace, models] of this.#namespaces) {
      const model = models.get(name);
      if (model) found.set(namespace, model);
    }
    return found;
  }

  /** The names of the namespaces that hold a model, in the order of registration. */
  getNamespaces(): readonly string[] {
    return [...this.#namespaces.keys()];
  }

  /** The models of a namespace, by name; empty where there is no such namespace. */
  getModelsInNamespace(namespace: string): ReadonlyMap<string, Model> {
    return new Map(this.#namespaces.get(namespace));
  }

  /** Forgets the models of a namespace, or all of them. Stored results stay. */
  clearRegistry(namespace?: string): void {
    if (namespace === undefined) this.#namespaces.clear();
    else this.#namespaces.delete(namespace);
  }

  #firstNamespace(model: Model): string | undefined {
    for (const [namespace, models] of this.#namespaces) {
      if (namespace !== DEFAULT_NAMESPACE && models.get(model.name) === model) return namespace;
    }
    return this.findModel(model.name, DEFAULT_NAMESPACE) === model ? DEFAULT_NAMESPACE : undefined;
  }

  #namespacesOf(model: Model): readonly string[] {
    return [...this.#namespaces]
      .filter(([, models]) => models.get(model.name) === model)
      .map(([namespace]) => namespace);
  }
}

/** The registry that `registerModel` and every backend use unless told otherwise. */
export const defaultRegistry: ModelRegistry = new ModelRegistry();
