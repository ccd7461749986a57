import type { TypeTags } from "../codec/type-tags.ts";
import { isoTime } from "../time/real-time.ts";
import type { RecordContent, RecordData } from "./record.ts";

/** Makes a record of the library itself, without a user model. */
export function internalContent(
  kind: string,
  data: RecordData,
  now: number,
  options: { readonly types?: TypeTags | undefined; readonly expiresAt?: number | undefined } = {},
): RecordContent {
  const time = isoTime(now);
  const { types, expiresAt } = options;
  return {
    modelName: kind,
    namespace: "results-manager",
    version: 1,
    data,
    types,
    createdAt: time,
    updatedAt: time,
    expiresAt,
  };
}
