import { ResultsError } from "./results-error.ts";

/** `MODEL_UNKNOWN`: a value was given whose model cannot be told. */
export class ModelUnknownError extends ResultsError {
  constructor(id: string) {
    super(
      "MODEL_UNKNOWN",
      `The data for '${id}' belongs to no known model. Pass { model }, or store what Model.parse(data) returned.`,
      { id },
    );
  }
}

/** `MODEL_CONFLICT`: the name is taken in this namespace by another schema. */
export class ModelConflictError extends ResultsError {
  constructor(name: string, namespace: string) {
    super(
      "MODEL_CONFLICT",
      `Namespace '${namespace}' has another model '${name}' already. Choose another name or namespace, or register it once and share it.`,
    );
  }
}

/** `MODEL_NOT_REGISTERED`: no model of that name is registered where it was looked for. */
export class ModelNotRegisteredError extends ResultsError {
  constructor(name: string, namespace: string | undefined, elsewhere: readonly string[], id?: string) {
    const place = namespace === undefined ? "in any namespace" : `in namespace '${namespace}'`;
    const known = elsewhere.length > 0 ? ` It is registered in: ${elsewhere.join(", ")}.` : "";
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
      `Model '${name}' is registered in several namespaces: ${namespaces.join(", ")}. Pass { namespace } to say which one is meant.`,
    );
  }
}

/** `MODEL_TOO_OLD`: the record was written by a newer version of the model. */
export class ModelTooOldError extends ResultsError {
  constructor(id: string, modelName: string, stored: number, known: number) {
    super(
      "MODEL_TOO_OLD",
      `Result '${id}' was written by version ${stored} of model '${modelName}'; this program knows version ${known}. Update the program.`,
      { id },
    );
  }
}

/** `MODEL_FAILED`: the schema of a model, or its `encode`, threw, or returned what it must not. */
export class ModelFailedError extends ResultsError {
  /** @param part of the model: its schema, or its `encode`. */
  constructor(modelName: string, part: "schema" | "encode", reason: string, id?: string, cause?: unknown) {
    const subject = part === "schema" ? `The schema of model '${modelName}'` : `'encode' of model '${modelName}'`;
    const data = id === undefined ? "the data" : `'${id}'`;
    super("MODEL_FAILED", `${subject} failed on ${data}: ${reason}. What is stored is as it was. Mend the model.`, {
      id,
      cause,
    });
  }
}

/** `UPGRADE_FAILED`: an old record could not be brought to the model's version. */
export class UpgradeFailedError extends ResultsError {
  constructor(id: string, modelName: string, from: number, reason: string, cause?: unknown) {
    super(
      "UPGRADE_FAILED",
      `Result '${id}' could not be upgraded from version ${from} of model '${modelName}': ${reason}.`,
      {
        id,
        cause,
      },
    );
  }
}
