/** Fields that a value of a schema may have. */
export interface Fields {
  /** Names of the fields, for messages; empty where any is possible. */
  readonly names: readonly string[];
  /**
   * The schema returns what was stored: a scalar itself, and an object with the stored keys and no others. Then a medium may look at the
   * stored form.
   */
  readonly isStored: boolean;
  /** Returns what the field of a key may have; `undefined` if there is no such field. */
  at(key: string): Fields | undefined;
}

/** Fields of which nothing is known: any is possible. */
export const ANY_FIELDS: Fields = { names: [], isStored: false, at: () => ANY_FIELDS };
/** Fields of other values that paths do not lead into. */
export const NO_FIELDS: Fields = { names: [], isStored: false, at: () => undefined };
/** Fields of a scalar that is returned as it was stored. */
export const STORED_SCALAR: Fields = { names: [], isStored: true, at: () => undefined };
/** Fields of a value of any kind that is returned as it was stored. Lists have keys of their own, which a medium does not look at. */
export const STORED_VALUE: Fields = {
  names: [],
  isStored: true,
  at: (key) => (INDEX.test(key) ? ANY_FIELDS : STORED_VALUE),
};

const INDEX = /^(?:length|0|-?[1-9]\d*)$/;

/** Fields of an object, of which only the names are known. @param rest as for {@link objectFields}. */
interface ObjectParts {
  readonly names: readonly string[];
  readonly of: (name: string) => Fields;
  /** Fields of a value whose key is not named; `undefined` if there are no other keys. */
  readonly rest?: (() => Fields) | undefined;
  readonly isStored?: boolean | undefined;
}

/** Fields of an object. Keys that every object inherits are never taken as stored: libraries drop them, or find them where they are not. */
export function objectFields({ names, of, rest, isStored = false }: ObjectParts): Fields {
  const known = new Map<string, Fields | undefined>(names.map((name) => [name, undefined]));
  return {
    names: rest ? [] : names,
    isStored,
    at: (key) => {
      if (!known.has(key)) return rest && ofKey(key, rest());
      const fields = known.get(key) ?? ofKey(key, of(key));
      known.set(key, fields);
      return fields;
    },
  };

  function ofKey(key: string, fields: Fields): Fields {
    return isStored && !(key in Object.prototype) && key !== "prototype" ? fields : changed(fields);
  }
}

/** Fields of a list. */
export function listFields(item: () => Fields): Fields {
  return {
    names: ["length", "0", "-1"],
    isStored: true,
    at: (key) => (key === "length" ? NO_FIELDS : INDEX.test(key) ? changed(item()) : undefined),
  };
}

/** Fields of a value that fits one of several schemas. It is as it was stored if it is for each of them: any of them may apply. */
export function fieldsOfEither(parts: readonly Fields[]): Fields {
  const isStored = parts.every((part) => part.isStored);
  return {
    names: parts.includes(ANY_FIELDS) ? [] : [...new Set(parts.flatMap(({ names }) => names))],
    isStored,
    at: (key) => {
      const found = parts.map((part) => part.at(key)).filter((fields) => fields !== undefined);
      const fields = found.length > 1 ? fieldsOfEither(found) : found[0];
      return isStored && found.length === parts.length ? fields : changed(fields);
    },
  };
}

/** Returns fields with the same names, of a value that is read as it was stored. Keys of lists are not looked at by a medium. */
export function asStored(fields: Fields): Fields {
  return {
    names: fields.names,
    isStored: true,
    at: (key) => {
      const found = fields.at(key);
      return found && (INDEX.test(key) ? changed(found) : asStored(found));
    },
  };
}

/** Returns fields with the same names, of a value that may differ from what was stored. */
export function changed(fields: Fields): Fields;
export function changed(fields: Fields | undefined): Fields | undefined;
export function changed(fields: Fields | undefined): Fields | undefined {
  if (!fields?.isStored) return fields;
  return { names: fields.names, isStored: false, at: (key) => changed(fields.at(key)) };
}
