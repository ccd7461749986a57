import { ResultsError } from "./results-error.ts";

/** `TYPE_NOT_REGISTERED`: a stored value holds an instance of a type that this program has not registered. The value is intact. */
export class TypeNotRegisteredError extends ResultsError {
  constructor(name: string) {
    const shown = JSON.stringify(name.slice(0, 80));
    super(
      "TYPE_NOT_REGISTERED",
      `The value holds an instance of type ${shown}: register it with registerType() before loading.`,
    );
  }
}
