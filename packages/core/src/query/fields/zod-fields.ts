import { ANY_FIELDS, type Fields, fieldsOfEither, listFields, NO_FIELDS, objectFields } from "./fields.ts";

/** Definition of a schema of Zod 4, which it documents for the authors of libraries. */
interface ZodDefinition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly catchall?: unknown;
  readonly valueType?: unknown;
  readonly element?: unknown;
  readonly items?: readonly unknown[];
  readonly options?: readonly unknown[];
  readonly left?: unknown;
  readonly right?: unknown;
  readonly innerType?: unknown;
  readonly out?: unknown;
  getter?(): unknown;
}

const SCALARS = /^(?:string|number|int|boolean|bigint|date|literal|enum|null|undefined|nan|set|map|symbol|void|never)$/;

/** Fields of the output of a schema of Zod 4. */
export function zodFields(schema: unknown): Fields {
  const definition = definitionOf(schema);
  if (!definition) return ANY_FIELDS;
  const { type, shape, catchall, valueType, element, items, options, left, right, innerType, out, getter } = definition;
  if (SCALARS.test(type)) return NO_FIELDS;
  switch (type) {
    case "object": {
      const rest =
        catchall === undefined || definitionOf(catchall)?.type === "never" ? undefined : () => zodFields(catchall);
      return shape ? objectFields(Object.keys(shape), (name) => zodFields(shape[name]), rest) : ANY_FIELDS;
    }
    case "record":
      return objectFields([], zodFields, () => zodFields(valueType));
    case "array":
      return listFields(() => zodFields(element));
    case "tuple":
      return listFields(() => fieldsOfEither((items ?? []).map(zodFields)));
    case "union":
      return fieldsOfEither((options ?? []).map(zodFields));
    case "intersection":
      return fieldsOfEither([zodFields(left), zodFields(right)]);
    case "pipe":
      return zodFields(out);
    case "lazy":
      return { names: [], at: (key) => zodFields(getter?.()).at(key) };
    default:
      return innerType === undefined ? ANY_FIELDS : zodFields(innerType);
  }
}

function definitionOf(schema: unknown): ZodDefinition | undefined {
  return (schema as { readonly _zod?: { readonly def?: ZodDefinition } } | null | undefined)?._zod?.def;
}
