import { ResultsError } from "./results-error.ts";

/** `TYPE_NOT_REGISTERED`: a stored value contains an instance of an unregistered type. The value is intact. */
export class TypeNotRegisteredError extends ResultsError {
  constructor(name: string) {
    const quoted = JSON.stringify(name.slice(0, 80));
    super(
      "TYPE_NOT_REGISTERED",
      `The value contains an instance of the unregistered type ${quoted}. Register it with registerType() before loading.`,
    );
  }
}
