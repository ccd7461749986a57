import type { ErrorWords } from "./error-words.ts";
import { ResultsError } from "./results-error.ts";

/** `MODEL_UNKNOWN`: the model of a value is not known. */
export class ModelUnknownError extends ResultsError {
  constructor(id: string) {
    super(
      "MODEL_UNKNOWN",
      `The model of the data for '${id}' is not known. Pass { model }, or store the value returned by Model.parse(data).`,
      { id },
    );
  }
}

/** `MODEL_CONFLICT`: the namespace has another model of that name. */
export class ModelConflictError extends ResultsError {
  /** @param difference Difference between the two models, in words. */
  constructor(name: string, namespace: string, difference: string) {
    super(
      "MODEL_CONFLICT",
      `Namespace '${namespace}' has another model '${name}' already: ${difference}. Choose another name or namespace; for a new ` +
        "version of this model, register it once, with version and upgrade, in place of the old one. If its module was changed while the " +
        "program runs, restart the program, or call clearRegistry() first.",
    );
  }
}

/** `MODEL_NOT_REGISTERED`: no model of that name is registered in the searched namespace. */
export class ModelNotRegisteredError extends ResultsError {
  constructor(name: string, namespace: string | undefined, otherNamespaces: readonly string[], id?: string) {
    const place = namespace === undefined ? "in any namespace" : `in namespace '${namespace}'`;
    const known = otherNamespaces.length > 0 ? ` It is registered in: ${otherNamespaces.join(", ")}.` : "";
    super(
      "MODEL_NOT_REGISTERED",
      `No model '${name}' is registered ${place}.${known} Register it first, or pass the model or its namespace.`,
      { id },
    );
  }
}

/** `NAMESPACE_AMBIGUOUS`: with `strictNamespace`, the model is registered in several namespaces besides the default one. */
export class NamespaceAmbiguousError extends ResultsError {
  constructor(name: string, namespaces: readonly string[]) {
    super(
      "NAMESPACE_AMBIGUOUS",
      `Model '${name}' is registered in several namespaces: ${namespaces.join(", ")}. Pass { namespace } to choose one.`,
    );
  }
}

/** `MODEL_TOO_OLD`: the record was written by a newer version of the model. */
export class ModelTooOldError extends ResultsError {
  constructor(
    id: string,
    modelName: string,
    stored: number,
    known: number,
    { noun = "Result", advice = "Update the program." }: ErrorWords = {},
  ) {
    super(
      "MODEL_TOO_OLD",
      `${noun} '${id}' was written by version ${stored} of model '${modelName}'; this program knows version ${known}. ${advice}`,
      { id },
    );
  }
}

/** `MODEL_FAILED`: the schema of a model or its `encode` threw, or returned an invalid value. */
export class ModelFailedError extends ResultsError {
  /** @param part Failing part of the model. */
  constructor(modelName: string, part: "schema" | "encode", reason: string, id?: string, cause?: unknown) {
    const subject = part === "schema" ? `The schema of model '${modelName}'` : `'encode' of model '${modelName}'`;
    const data = id === undefined ? "the data" : `'${id}'`;
    super("MODEL_FAILED", `${subject} failed on ${data}: ${reason}. The stored data is unchanged. Fix the model.`, {
      id,
      cause,
    });
  }
}

/** `UPGRADE_FAILED`: an old record could not be upgraded to the version of the model. */
export class UpgradeFailedError extends ResultsError {
  constructor(
    id: string,
    modelName: string,
    from: number,
    reason: string,
    cause?: unknown,
    { noun = "Result", advice }: ErrorWords = {},
  ) {
    super(
      "UPGRADE_FAILED",
      `${noun} '${id}' could not be upgraded from version ${from} of model '${modelName}': ${reason}.${advice === undefined ? "" : ` ${advice}`}`,
      {
        id,
        cause,
      },
    );
  }
}
