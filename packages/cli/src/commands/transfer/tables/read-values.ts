import { decodeValue } from "@results-manager/core/internal";
import type { FaceName, Store } from "results-manager";
import { type ReadRange, readRecords } from "../face-records.ts";
import { limitYoungGeneration } from "../young-generation.ts";

/** Value of a result or a cache entry, as it was stored. */
export interface ReadValue {
  readonly id: string;
  readonly value: unknown;
}

/** Reads the values of results, or of a cache, in pages. A damaged one is told, and left out. */
export async function* readValues(
  store: Store,
  face: FaceName,
  range: ReadRange,
): AsyncGenerator<readonly ReadValue[], void, undefined> {
  for await (const page of readRecords(store, face, range)) {
    limitYoungGeneration();
    const values: ReadValue[] = [];
    for (const { id, key, data, types } of page) {
      const name = (id ?? key) as string;
      try {
        values.push({ id: name, value: decodeValue(data, types) });
      } catch (cause) {
        const { message } = cause as Error;
        range.onError(name, new Error(`'${name}' cannot be decoded: ${message}`, { cause }));
      }
    }
    yield values;
  }
}
