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

/** Definition of a check, such as a minimum. */
interface ZodCheck {
  readonly check?: string;
  readonly format?: unknown;
  readonly fn?: unknown;
}

/** Definition of a schema of Zod 4, which it documents for the authors of libraries. */
interface ZodDefinition extends ZodCheck {
  readonly type: string;
  readonly checks?: readonly unknown[];
  readonly coerce?: boolean;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly catchall?: unknown;
  readonly keyType?: unknown;
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
const UNCHANGED = /^(?:optional|nullable|nonoptional|readonly)$/;
/** Checks that only decide; others, such as `overwrite`, may replace the value. */
const DECIDING =
  /^(?:less_than|greater_than|multiple_of|(?:number|bigint|string)_format|(?:max|min)_(?:length|size)|(?:length|size)_equals)$/;

/** Fields of the output of a schema of Zod 4. */
export function zodFields(schema: unknown): Fields {
  const definition = definitionOf(schema);
  if (!definition) return ANY_FIELDS;
  const fields = fieldsOf(definition);
  return isUnchanged(definition) ? fields : changed(fields);
}

function isUnchanged({ coerce, format, checks = [] }: ZodDefinition): boolean {
  return coerce !== true && format !== "url" && checks.every((check) => onlyDecides(definitionOf(check)));
}

/** Tells whether a check leaves the value as it is: a function of `refine` gets no way to replace it, a URL is normalized. */
function onlyDecides(check: ZodCheck | undefined): boolean {
  if (check?.check === "custom") return typeof check.fn === "function";
  return check?.check !== undefined && DECIDING.test(check.check) && check.format !== "url";
}

function fieldsOf(definition: ZodDefinition): Fields {
  const { type, shape, catchall, keyType, valueType, element, items, options } = definition;
  const { left, right, innerType, out, getter } = definition;
  if (/^(?:set|map)$/.test(type)) return NO_FIELDS;
  if (SCALARS.test(type)) return STORED_SCALAR;
  switch (type) {
    case "any":
    case "unknown":
      return STORED_VALUE;
    case "object": {
      const rest =
        catchall === undefined || definitionOf(catchall)?.type === "never" ? undefined : () => zodFields(catchall);
      if (!shape) return ANY_FIELDS;
      return objectFields({ names: Object.keys(shape), of: (name) => zodFields(shape[name]), rest, isStored: true });
    }
    case "record": {
      const key = definitionOf(keyType);
      const isStored = key?.type === "string" && zodFields(keyType).isStored;
      return objectFields({ names: [], of: zodFields, rest: () => zodFields(valueType), isStored });
    }
    case "array":
      return listFields(() => zodFields(element));
    case "tuple":
      return listFields(() => fieldsOfEither((items ?? []).map(zodFields)));
    case "union":
      return fieldsOfEither((options ?? []).map(zodFields));
    case "intersection":
      return changed(fieldsOfEither([zodFields(left), zodFields(right)]));
    case "pipe":
      return changed(zodFields(out));
    case "lazy":
      return { names: [], isStored: false, at: (key) => changed(zodFields(getter?.()).at(key)) };
    default: {
      if (innerType === undefined) return ANY_FIELDS;
      return UNCHANGED.test(type) ? zodFields(innerType) : changed(zodFields(innerType));
    }
  }
}

function definitionOf(schema: unknown): ZodDefinition | undefined {
  return (schema as { readonly _zod?: { readonly def?: ZodDefinition } } | null | undefined)?._zod?.def;
}
