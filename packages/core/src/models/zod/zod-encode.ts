import type { StandardSchemaV1 } from "@standard-schema/spec";

/** Internals of a schema of Zod 4, which it documents for the authors of libraries. */
interface ZodInternals {
  readonly def?: unknown;
  /** Runs the schema; `backward` runs its codecs from output to input. */
  run?(
    payload: { readonly value: unknown; readonly issues: unknown[] },
    context: { readonly direction: "backward"; readonly async: false },
  ): Payload | Promise<Payload>;
}

interface Payload {
  readonly value: unknown;
  readonly issues: readonly { readonly message?: string }[];
}

/** Returns the `encode` of a schema of Zod 4 that contains codecs; `undefined` for any other schema. */
export function zodEncode(schema: StandardSchemaV1): ((value: unknown) => unknown) | undefined {
  const zod = internalsOf(schema);
  if (!zod?.run || !containsCodec(zod.def, new Set())) return undefined;
  return (value) => {
    const encoded = zod.run?.({ value, issues: [] }, { direction: "backward", async: false });
    return encoded instanceof Promise ? encoded.then(encodedValue) : encodedValue(encoded as Payload);
  };
}

function encodedValue({ value, issues }: Payload): unknown {
  const [issue] = issues;
  if (issue) throw new TypeError(`The codec does not accept the value: ${issue.message ?? JSON.stringify(issue)}`);
  return value;
}

function internalsOf(schema: unknown): ZodInternals | undefined {
  return (schema as { readonly _zod?: ZodInternals } | null)?._zod;
}

function containsCodec(definition: unknown, seen: Set<unknown>): boolean {
  if (typeof definition !== "object" || definition === null || seen.has(definition)) return false;
  seen.add(definition);
  return Object.keys(definition).some((name) => {
    const part = read(definition, name);
    if (name === "reverseTransform") return typeof part === "function";
    return containsCodec(internalsOf(part)?.def ?? part, seen);
  });
}

/** Reads a part of a definition. A recursive schema may not be made yet when its model is: then that part is left out. */
function read(definition: object, name: string): unknown {
  try {
    const part = (definition as Readonly<Record<string, unknown>>)[name];
    return name === "getter" && typeof part === "function" ? part() : part;
  } catch {
    return undefined;
  }
}
