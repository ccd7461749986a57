import {
  ANY_FIELDS,
  changed,
  type Fields,
  fieldsOfEither,
  listFields,
  NO_FIELDS,
  objectFields,
  STORED_SCALAR,
  STORED_VALUE,
} from "./fields.ts";

/** Parts of a schema of Valibot, which it documents for everyone who reads schemas. */
interface ValibotSchema {
  readonly type: string;
  readonly reference?: unknown;
  readonly "~run"?: unknown;
  readonly entries?: Readonly<Record<string, ValibotSchema>>;
  readonly wrapped?: ValibotSchema;
  readonly item?: ValibotSchema;
  readonly items?: readonly ValibotSchema[];
  readonly key?: ValibotSchema;
  readonly value?: ValibotSchema;
  readonly rest?: ValibotSchema;
  readonly options?: readonly ValibotSchema[];
  readonly default?: unknown;
  readonly fallback?: unknown;
  readonly pipe?: readonly (ValibotSchema & { readonly kind: string })[];
  getter?(input: unknown): ValibotSchema;
}

const SCALARS = /^(?:string|number|boolean|bigint|date|literal|picklist|enum|null|undefined|nan|set|map|symbol|void)$/;
const UNCHANGED = /^(?:readonly|brand|flavor)$/;
const PLAIN_KEYS = /^(?:string|picklist|enum|literal)$/;

/** Fields of the output of a schema of Valibot. */
export function valibotFields(schema: unknown): Fields {
  const { pipe, ...known } = (schema ?? {}) as ValibotSchema;
  if (!pipe) return isOriginal(schema) ? fieldsOfSchema(known) : changed(fieldsOfSchema(known));
  let fields = ANY_FIELDS;
  let isStored = true;
  for (const part of pipe) {
    if (part.kind === "schema") {
      fields = valibotFields(part === schema ? known : part);
      isStored &&= fields.isStored;
    } else if (part.kind === "transformation" && !UNCHANGED.test(part.type)) {
      fields = ANY_FIELDS;
      isStored = false;
    }
  }
  return isStored && isOriginal(schema) ? fields : changed(fields);
}

/**
 * Tells whether a schema returns what its type promises: nothing replaces its value, and its function is the one in the source of the function
 * of Valibot that made it, not that of a copy with other functions.
 */
function isOriginal(schema: unknown): boolean {
  const { reference, "~run": run, pipe, default: ofMissing, fallback } = (schema ?? {}) as ValibotSchema;
  if (ofMissing !== undefined || fallback !== undefined) return false;
  return pipe !== undefined || String(reference).includes(String(run));
}

function fieldsOfSchema(schema: ValibotSchema): Fields {
  const { type, entries, wrapped, item, items, key, value, rest, options, getter } = schema;
  if (/^(?:set|map)$/.test(type)) return NO_FIELDS;
  if (SCALARS.test(type)) return STORED_SCALAR;
  switch (type) {
    case "any":
    case "unknown":
      return STORED_VALUE;
    case "object":
    case "strict_object":
    case "loose_object":
    case "object_with_rest": {
      if (!entries) return ANY_FIELDS;
      const isClosed = type === "object" || type === "strict_object";
      const others = type === "loose_object" ? () => STORED_VALUE : () => (rest ? valibotFields(rest) : ANY_FIELDS);
      return objectFields({
        names: Object.keys(entries),
        of: (name) => valibotFields(entries[name]),
        rest: isClosed ? undefined : others,
        isStored: true,
      });
    }
    case "record":
      return objectFields({
        names: [],
        of: valibotFields,
        rest: () => valibotFields(value),
        isStored: key !== undefined && PLAIN_KEYS.test(key.type) && valibotFields(key).isStored,
      });
    case "array":
      return listFields(() => valibotFields(item));
    case "tuple":
    case "strict_tuple":
      return listFields(() => fieldsOfEither((items ?? []).map(valibotFields)));
    case "union":
    case "variant":
      return fieldsOfEither((options ?? []).map(valibotFields));
    case "intersect":
      return changed(fieldsOfEither((options ?? []).map(valibotFields)));
    case "lazy":
      return deferred(() => valibotFields(getter?.(undefined)));
    default:
      return wrapped ? valibotFields(wrapped) : ANY_FIELDS;
  }
}

/** Fields of a schema that may refer to itself. */
function deferred(of: () => Fields): Fields {
  return { names: [], isStored: false, at: (key) => changed(of().at(key)) };
}
