/** Columns of a record between its key and its revision, in their order; see `RecordTexts`. */
export type RecordColumns = readonly [
  modelType: string,
  namespace: string,
  data: string | null,
  bytes: Uint8Array | null,
  createdAt: string,
  updatedAt: string,
  version: number,
  types: string | null,
  expiresAt: number | null,
];
