import { ANY_FIELDS, type Fields, fieldsOfEither, listFields, NO_FIELDS, objectFields } from "./fields.ts";

/** Parts of a schema of Valibot, which it documents for everyone who reads schemas. */
interface ValibotSchema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, ValibotSchema>>;
  readonly wrapped?: ValibotSchema;
  readonly item?: ValibotSchema;
  readonly items?: readonly ValibotSchema[];
  readonly value?: ValibotSchema;
  readonly options?: readonly ValibotSchema[];
  readonly pipe?: readonly (ValibotSchema & { readonly kind: string })[];
  getter?(input: unknown): ValibotSchema;
}

const SCALARS = /^(?:string|number|boolean|bigint|date|literal|picklist|enum|null|undefined|nan|set|map|symbol|void)$/;
const UNCHANGED = /^(?:readonly|brand|flavor)$/;

/** Fields of the output of a schema of Valibot. */
export function valibotFields(schema: unknown): Fields {
  const { pipe, ...known } = (schema ?? {}) as ValibotSchema;
  if (!pipe) return fieldsOfSchema(known);
  let fields = ANY_FIELDS;
  for (const part of pipe) {
    if (part.kind === "schema") fields = part === schema ? fieldsOfSchema(known) : valibotFields(part);
    else if (part.kind === "transformation" && !UNCHANGED.test(part.type)) fields = ANY_FIELDS;
  }
  return fields;
}

function fieldsOfSchema({ type, entries, wrapped, item, items, value, options, getter }: ValibotSchema): Fields {
  if (SCALARS.test(type)) return NO_FIELDS;
  switch (type) {
    case "object":
    case "strict_object":
    case "loose_object":
    case "object_with_rest": {
      if (!entries) return ANY_FIELDS;
      const isClosed = type === "object" || type === "strict_object";
      return objectFields(
        Object.keys(entries),
        (name) => valibotFields(entries[name]),
        isClosed ? undefined : () => ANY_FIELDS,
      );
    }
    case "record":
      return objectFields([], valibotFields, () => valibotFields(value));
    case "array":
      return listFields(() => valibotFields(item));
    case "tuple":
    case "strict_tuple":
      return listFields(() => fieldsOfEither((items ?? []).map(valibotFields)));
    case "union":
    case "variant":
    case "intersect":
      return fieldsOfEither((options ?? []).map(valibotFields));
    case "lazy":
      return deferred(() => valibotFields(getter?.(undefined)));
    default:
      return wrapped ? valibotFields(wrapped) : ANY_FIELDS;
  }
}

/** Fields of a schema that may refer to itself. */
function deferred(of: () => Fields): Fields {
  return { names: [], at: (key) => of().at(key) };
}
