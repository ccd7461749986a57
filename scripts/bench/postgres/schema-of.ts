import { hash } from "node:crypto";

/** Name of a schema for the store of a folder. */
export function schemaOf(folder: string): string {
  return `bench_${hash("sha256", folder).slice(0, 16)}`;
}
