import type { TypeTags } from "../codec/type-tags.ts";
import { isoTime } from "../time/clock.ts";
import type { RecordContent, RecordData } from "./record.ts";

/** A record of the library itself: no model of a user stands behind it. */
export function internalContent(
  kind: string,
  data: RecordData,
  now: number,
  more: { readonly types?: TypeTags | undefined; readonly expiresAt?: number | undefined } = {},
): RecordContent {
  const time = isoTime(now);
  const { types, expiresAt } = more;
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
