import { ResultNotFoundError } from "../../errors/result-errors.ts";
import { parseId, type ResultId } from "../../ids/result-id.ts";
import type { FoundRecord } from "../../records/record.ts";
import { bytesOf } from "../../records/usage.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { decodeContent, intact } from "../../typed-records/decode-record.ts";
import type { RecordContext } from "../../typed-records/record-context.ts";
import { readContext } from "../read-result.ts";
import { resultInfo } from "../result-info.ts";
import type { InspectedResult } from "./entry-options.ts";

/** Implements `AsyncResultsLookup.inspect`. */
export async function inspectResult(access: StorageAccess, id: ResultId): Promise<InspectedResult> {
  const key = parseId(id);
  const [found] = await access.askAll("read", "results", [key]);
  return inspected(access.storage, key, found);
}

/** Describes a record as it was stored. @throws as {@link inspectResult}. */
export function inspected(storage: RecordContext, key: string, found: FoundRecord): InspectedResult {
  if (!found) throw new ResultNotFoundError(key);
  const context = readContext(storage, key);
  const content = intact(found, context);
  return {
    ...resultInfo(storage, key, content),
    value: decodeContent(content, context),
    bytes: bytesOf(key, content),
  };
}
