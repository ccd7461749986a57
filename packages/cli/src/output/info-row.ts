import type { InspectedResult } from "results-manager";
import { type Column, type Row, shortTime } from "./column.ts";

/** Columns of the metadata of results. */
export const INFO_COLUMNS: readonly Column[] = [
  { key: "id" },
  { key: "model" },
  { key: "namespace" },
  { key: "version", isNumber: true },
  { key: "bytes", isNumber: true },
  { key: "createdAt", show: shortTime },
  { key: "updatedAt", show: shortTime },
  { key: "expiresAt", show: shortTime },
];

/** Returns the metadata of a result as a row. */
export function infoRow(id: string, found: InspectedResult): Row {
  const { modelName: model, namespace, version, bytes, createdAt, updatedAt, expiresAt } = found;
  return {
    ...{ id, model, namespace, version, bytes },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
