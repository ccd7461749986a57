import { given } from "../../errors/given.ts";
import { checkModel } from "../../models/check-model.ts";
import { isSameModel } from "../../models/equality/same-model.ts";
import type { Model } from "../../models/model.ts";
import type { ModelIndex } from "../../models/model-index.ts";
import { fieldParser, type ParseField } from "../../query/parse-field.ts";
import type { RecordContent } from "../../records/record.ts";
import { fromContent, type ReadContext } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";

/** Model of the results of a query, or what is known about one that this program does not have. */
export interface QuerySource {
  /** Name of the model, and indexes by which a medium finds its results; the model itself, if there is one. */
  readonly model: { readonly name: string; readonly indexes: readonly ModelIndex[] };
  /** Version whose stored form a medium may look at. */
  readonly version: number;
  readonly parseField: ParseField;
  /** Tells whether the model wrote a record of its name. */
  wrote(content: RecordContent): boolean;
  /** Returns the value of a record. @throws the error of a record that cannot be read. */
  read(content: RecordContent, context: ReadContext): unknown;
}

/** Makes the source of a model. @throws {TypeError} for something else. */
export function sourceOfModel(model: Model, { registry }: RecordContext): QuerySource {
  checkModel(model);
  return {
    model,
    version: model.version,
    parseField: fieldParser(model),
    wrote: ({ namespace }) => {
      const registered = registry.findModel(model.name, namespace);
      return registered === undefined || isSameModel(registered, model);
    },
    read: (content, context) => fromContent(content, model, context),
  };
}

/** Checks the namespace of a query. @throws {TypeError} for one that is no text. */
export function checkNamespace(namespace: unknown): asserts namespace is string | undefined {
  if (namespace === undefined || typeof namespace === "string") return;
  throw new TypeError(`namespace must be a text, got ${given(namespace)}.`);
}
