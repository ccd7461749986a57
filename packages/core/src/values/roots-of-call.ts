import { isDigest } from "../ids/digest-text.ts";
import type { FoundRecord } from "../records/record.ts";

/**
 * Returns the digests of the values that the record of a call refers to: of its arguments and of its result. A garbage collection keeps
 * them, also if only a face of values is open. Of a damaged record, the digests that can be read count.
 */
export function rootsOfCall(found: FoundRecord): readonly string[] {
  const data: unknown = found?.corrupt === undefined ? found?.data : undefined;
  if (typeof data !== "object" || data === null) return [];
  const { arguments: args, result } = data as { readonly arguments?: unknown; readonly result?: unknown };
  const digests: readonly unknown[] = [...Object.values(args ?? {}), result];
  return digests.filter((digest): digest is string => typeof digest === "string" && isDigest(digest));
}
