import type { InspectedResult, ResultsFace } from "results-manager";
import { inPages } from "../store/in-pages.ts";

/** Outcome of the reading of a result without a model. */
export type Inspected = { readonly id: string } & ({ readonly found: InspectedResult } | { readonly error: Error });

/** Reads results as they were stored. One that is gone since it was listed is left out, and one that is damaged has its error. */
export async function* inspectAll(
  results: ResultsFace,
  ids: AsyncIterable<string>,
): AsyncGenerator<Inspected, void, undefined> {
  for await (const read of inPages(ids, (id) => inspectOne(results, id))) if (read) yield read;
}

async function inspectOne(results: ResultsFace, id: string): Promise<Inspected | undefined> {
  try {
    return { id, found: await results.inspect(id) };
  } catch (error) {
    if ((error as { code?: string }).code === "RESULT_NOT_FOUND") return undefined;
    return { id, error: error as Error };
  }
}
