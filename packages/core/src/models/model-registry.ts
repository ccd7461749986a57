import type { StandardSchemaV1 } from "@standard-schema/spec";
import { ModelConflictError, ModelNotRegisteredError, NamespaceAmbiguousError } from "../errors/model-errors.ts";
import { checkOptions, type OptionNames } from "../options/check-options.ts";
import { checkModel } from "./check-model.ts";
import { checkName } from "./check-name.ts";
import { modelDifference } from "./equality/model-difference.ts";
import { isSameModel, linkModels } from "./equality/same-model.ts";
import { type ModelDefinition, makeModel } from "./make-model.ts";
import type { Model } from "./model.ts";
import { findFacts, type ModelFacts } from "./model-facts.ts";
import { shared } from "./shared.ts";
import { ValueTypes } from "./value-types.ts";

/** Namespace of models that are registered without one. */
export const DEFAULT_NAMESPACE = "default";

/** Options of the registration of a model. */
export interface RegisterOptions<Schema extends StandardSchemaV1 = StandardSchemaV1> extends ModelDefinition<Schema> {
  /** Namespace of the model; `'default'` by default. The same name in two namespaces means two models. */
  readonly namespace?: string | undefined;
}

/** Options of the search for the namespace of a model. */
export interface FindNamespaceOptions {
  /** Refuses a model that is in several non-default namespaces; false by default. */
  readonly strict?: boolean | undefined;
}

/** Names of the options of a registration. */
export const REGISTER_OPTIONS: OptionNames<RegisterOptions> = {
  namespace: true,
  version: true,
  upgrade: true,
  encode: true,
  index: true,
};
const FIND_OPTIONS: OptionNames<FindNamespaceOptions> = { strict: true };

/** Returns the facts about a model. @throws {TypeError} if it is not a model. */
export let factsOf: (model: Model) => ModelFacts;

/** Registry of models by namespace and name. Most programs use the default one, through `registerModel`. */
export class ModelRegistry {
  /** Registered value types; see `registerType`. */
  readonly types: ValueTypes = new ValueTypes();
  readonly #namespaces = new Map<string, Map<string, Model>>();
  /** Facts about models of this registry, as long as it does not change. */
  #facts = new WeakMap<Model, ModelFacts>();

  static {
    factsOf = (model) => {
      const registry: unknown = (model as Partial<Model> | null)?.registry;
      const own = typeof registry === "object" && registry !== null && #facts in registry ? registry : undefined;
      const known = own ? own.#facts.get(model) : undefined;
      if (known) return known;
      checkModel(model);
      const facts = findFacts(model);
      if (own && facts.isFinal) own.#facts.set(model, facts);
      return facts;
    };
  }

  /** Registers a schema under a name; see `registerModel`. Registering an equal model again is a no-op. */
  register<const Schema extends StandardSchemaV1>(
    name: string,
    schema: Schema,
    options: RegisterOptions<Schema> = {},
  ): Model<Schema> {
    checkOptions<RegisterOptions<Schema>>(options, REGISTER_OPTIONS, "register");
    const model = makeModel(this, name, schema, options);
    const known = [...this.findModelInAllNamespaces(name).values()];
    const existing = known.find((each) => each.schema === schema && modelDifference(each, model) === undefined);
    return this.add((existing as Model<Schema> | undefined) ?? model, options.namespace);
  }

  /**
   * Registers an existing model in another namespace. An equal one that is registered already, by an earlier evaluation of the same module,
   * is replaced, and counts as the same model.
   *
   * @throws {ModelConflictError} `MODEL_CONFLICT` when the namespace has another model of that name.
   * @throws {TypeError} when the namespace is empty or not well-formed.
   */
  add<M extends Model>(model: M, namespace: string = DEFAULT_NAMESPACE): M {
    checkName(namespace, "The name of a namespace");
    const models = this.#namespaces.get(namespace) ?? new Map<string, Model>();
    const known = models.get(model.name);
    if (known && known !== model) {
      const difference = modelDifference(known, model);
      if (difference !== undefined) throw new ModelConflictError(model.name, namespace, difference);
      linkModels(model, known);
    }
    models.set(model.name, model); // After a module was evaluated again, its new classes and functions are the ones in use.
    this.#namespaces.set(namespace, models);
    this.#facts = new WeakMap();
    return model;
  }

  /**
   * Returns a model by name and namespace; no other namespace is searched.
   *
   * @throws {ModelNotRegisteredError} `MODEL_NOT_REGISTERED`, listing the namespaces that have a model of that name.
   */
  getModel(name: string, namespace: string = DEFAULT_NAMESPACE): Model {
    const model = this.findModel(name, namespace);
    if (model) return model;
    throw new ModelNotRegisteredError(name, namespace, [...this.findModelInAllNamespaces(name).keys()]);
  }

  /** Returns a model by name and namespace, or `undefined`. */
  findModel(name: string, namespace: string): Model | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  /**
   * Returns the namespace of a model, preferring non-default namespaces; `undefined` if it is not registered.
   *
   * @throws {NamespaceAmbiguousError} `NAMESPACE_AMBIGUOUS` with `strict`, when the model is in several non-default namespaces.
   */
  findModelNamespace(model: Model, options: FindNamespaceOptions = {}): string | undefined {
    checkOptions(options, FIND_OPTIONS, "findModelNamespace");
    const first = this.#firstNamespace(model);
    if (!options.strict) return first;
    const others = this.#namespacesOf(model).filter((namespace) => namespace !== DEFAULT_NAMESPACE);
    if (others.length > 1) throw new NamespaceAmbiguousError(model.name, others);
    return first;
  }

  /** Returns the models of a name, by namespace. */
  findModelInAllNamespaces(name: string): ReadonlyMap<string, Model> {
    const found = new Map<string, Model>();
    for (const [namespace, models] of this.#namespaces) {
      const model = models.get(name);
      if (model) found.set(namespace, model);
    }
    return found;
  }

  /** Returns the names of the namespaces in the order of registration. */
  getNamespaces(): readonly string[] {
    return [...this.#namespaces.keys()];
  }

  /** Returns the models of a namespace, by name; empty for an unknown namespace. */
  getModelsInNamespace(namespace: string): ReadonlyMap<string, Model> {
    return new Map(this.#namespaces.get(namespace));
  }

  /** Unregisters the models of a namespace, or all models. Stored results are kept. */
  clearRegistry(namespace?: string): void {
    if (namespace === undefined) this.#namespaces.clear();
    else this.#namespaces.delete(namespace);
    this.#facts = new WeakMap();
  }

  #firstNamespace(model: Model): string | undefined {
    for (const [namespace, models] of this.#namespaces) {
      if (namespace !== DEFAULT_NAMESPACE && isSameModel(models.get(model.name), model)) return namespace;
    }
    return isSameModel(this.findModel(model.name, DEFAULT_NAMESPACE), model) ? DEFAULT_NAMESPACE : undefined;
  }

  #namespacesOf(model: Model): readonly string[] {
    return [...this.#namespaces]
      .filter(([, models]) => isSameModel(models.get(model.name), model))
      .map(([namespace]) => namespace);
  }
}

/** Registry that `registerModel` and every backend use by default. */
export const defaultRegistry: ModelRegistry = shared("default registry", () => new ModelRegistry());
