import type { OptionNames } from "../options/check-options.ts";
import type { CopyOptions } from "./copy-records.ts";
import type { ExportOptions, ImportOptions } from "./export-import.ts";
import type { ChildrenOptions, EntriesOptions, GetManyOptions } from "./lookup/entry-options.ts";
import type { ComputeOptions, GetOptions, IdsOptions, SetOptions, UpdateOptions } from "./results-options.ts";
import type { WatchOptions } from "./watching/watch-options.ts";

const TARGET = { namespace: true, strictNamespace: true, ttlSeconds: true } as const;

export const SET_OPTIONS: OptionNames<SetOptions> = { model: true, behavior: true, ...TARGET };
export const GET_OPTIONS: OptionNames<GetOptions> = { namespace: true };
export const UPDATE_OPTIONS: OptionNames<UpdateOptions> = { ...TARGET, signal: true };
export const COMPUTE_OPTIONS: OptionNames<ComputeOptions> = { ...TARGET, signal: true };
export const IDS_OPTIONS: OptionNames<IdsOptions> = { after: true, limit: true, order: true, signal: true };
export const ENTRIES_OPTIONS: OptionNames<EntriesOptions> = { ...IDS_OPTIONS, ...GET_OPTIONS, onError: true };
export const GET_MANY_OPTIONS: OptionNames<GetManyOptions> = { ...GET_OPTIONS, onError: true };
export const CHILDREN_OPTIONS: OptionNames<ChildrenOptions> = {
  counts: true,
  after: true,
  limit: true,
  order: true,
  signal: true,
};
export const WATCH_OPTIONS: OptionNames<WatchOptions> = { onReady: true, signal: true };
export const IMPORT_OPTIONS: OptionNames<ImportOptions> = { behavior: true, onError: true, schemas: true };
export const EXPORT_OPTIONS: OptionNames<ExportOptions> = { ...IDS_OPTIONS, onError: true };
export const COPY_OPTIONS: OptionNames<CopyOptions> = {
  prefix: true,
  behavior: true,
  onError: true,
  onProgress: true,
  signal: true,
};
