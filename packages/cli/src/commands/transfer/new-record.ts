import { encodeValue } from "@results-manager/core/internal";
import type { Incoming } from "./incoming.ts";

/** Place of a new record in what is imported, and its size there. */
export interface Origin {
  readonly place: string;
  readonly size: number;
}

/** Value that another program stored, with its times there. */
interface NewValue {
  readonly value: unknown;
  readonly createdAt?: Date | undefined;
  readonly updatedAt?: Date | undefined;
}

/** Result that another program stored. */
export interface NewResult extends NewValue {
  readonly id: string;
  readonly model: string;
}

/** Cache entry that another program stored. */
export interface NewEntry extends NewValue {
  readonly key: string;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt?: number | undefined;
}

/** Makes a result, of version 1 of a model that need not be registered. */
export function newResult(origin: Origin, { id, model: modelName, ...value }: NewResult): Incoming {
  return incomingOf(origin, () => {
    return { face: "results", record: { id, modelName, namespace: "default", ...contentOf(value) } };
  });
}

/** Makes a cache entry. */
export function newEntry(origin: Origin, { key, expiresAt, ...value }: NewEntry): Incoming {
  return incomingOf(origin, () => {
    return { face: "cache", record: { key, modelName: "", namespace: "cache", ...contentOf(value), expiresAt } };
  });
}

type Made = Pick<Extract<Incoming, { readonly record: unknown }>, "face" | "record">;

function incomingOf({ place, size }: Origin, make: () => Made): Incoming {
  try {
    return { place, size, ...make() };
  } catch (error) {
    return { place, error: error as Error };
  }
}

function contentOf({ value, createdAt, updatedAt }: NewValue) {
  const time = new Date();
  const created = createdAt ?? updatedAt ?? time;
  const times = { createdAt: created.toISOString(), updatedAt: (updatedAt ?? created).toISOString() };
  return { version: 1, ...encodeValue(value), ...times };
}
