import type { JsonSchema } from "results-manager";

const KEYWORDS: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Returns the TypeScript type of the values that a JSON Schema describes; `unknown` for a part that it does not describe, such as a date. */
export function typeText(schema: unknown, indent = ""): string {
  if (typeof schema !== "object" || schema === null) return schema === false ? "never" : "unknown";
  const { type, enum: values, const: constant, anyOf, oneOf, allOf } = schema as JsonSchema;
  if ("const" in schema) return literal(constant);
  if (Array.isArray(values)) return union(values.map(literal));
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return union(either.map((each) => typeText(each, indent)));
  if (Array.isArray(allOf)) return allOf.map((each) => `(${typeText(each, indent)})`).join(" & ");
  if (Array.isArray(type)) return union(type.map((each) => typeText({ ...schema, type: each }, indent)));
  if (type === "array") return listText(schema as JsonSchema, indent);
  if (type === "object") return objectText(schema as JsonSchema, indent);
  return KEYWORDS[String(type)] ?? "unknown";
}

function listText({ items, prefixItems }: JsonSchema, indent: string): string {
  if (Array.isArray(prefixItems)) return `readonly [${prefixItems.map((each) => typeText(each, indent)).join(", ")}]`;
  return `readonly (${typeText(items ?? true, indent)})[]`.replace(/\((\w+)\)/, "$1");
}

function objectText({ properties, required, additionalProperties }: JsonSchema, indent: string): string {
  const fields = Object.entries((properties ?? {}) as Readonly<Record<string, unknown>>);
  const below = `${indent}  `;
  const needed = new Set(Array.isArray(required) ? required : []);
  const lines = fields.map(([key, schema]) => {
    const name = IDENTIFIER.test(key) ? key : JSON.stringify(key);
    return `${below}readonly ${name}${needed.has(key) ? "" : "?"}: ${typeText(schema, below)};`;
  });
  const others = typeof additionalProperties === "object" ? typeText(additionalProperties, below) : undefined;
  if (others !== undefined) lines.push(`${below}readonly [key: string]: ${lines.length > 0 ? "unknown" : others};`);
  return lines.length === 0 ? "Readonly<Record<string, unknown>>" : `{\n${lines.join("\n")}\n${indent}}`;
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(" | ") || "never";
}

function literal(value: unknown): string {
  return typeof value === "object" && value !== null ? "unknown" : (JSON.stringify(value) ?? "undefined");
}
