/** Fields that a value of a schema may have. */
export interface Fields {
  /** Names of the fields, for messages; empty where any is possible. */
  readonly names: readonly string[];
  /** Returns what the field of a key may have; `undefined` if there is no such field. */
  at(key: string): Fields | undefined;
}

/** Fields of which nothing is known: any is possible. */
export const ANY_FIELDS: Fields = { names: [], at: () => ANY_FIELDS };
/** Fields of a scalar, and of other values that paths do not lead into. */
export const NO_FIELDS: Fields = { names: [], at: () => undefined };

const INDEX = /^(?:length|0|-?[1-9]\d*)$/;

/**
 * Fields of an object.
 *
 * @param rest Fields of a value whose key is not named; `undefined` if there are no other keys.
 */
export function objectFields(names: readonly string[], of: (name: string) => Fields, rest?: () => Fields): Fields {
  const known = new Set(names);
  return { names: rest ? [] : names, at: (key) => (known.has(key) ? of(key) : rest?.()) };
}

/** Fields of a list. */
export function listFields(item: () => Fields): Fields {
  return {
    names: ["length", "0", "-1"],
    at: (key) => (key === "length" ? NO_FIELDS : INDEX.test(key) ? item() : undefined),
  };
}

/** Fields of a value that fits one of several schemas. */
export function fieldsOfEither(parts: readonly Fields[]): Fields {
  return {
    names: parts.includes(ANY_FIELDS) ? [] : [...new Set(parts.flatMap(({ names }) => names))],
    at: (key) => {
      const found = parts.map((part) => part.at(key)).filter((fields) => fields !== undefined);
      return found.length > 1 ? fieldsOfEither(found) : found[0];
    },
  };
}
