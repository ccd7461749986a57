import type { InspectedResult, ResultsFace } from "results-manager";

/** Outcome of the reading of a result without a model. */
export type Inspected = { readonly id: string } & ({ readonly found: InspectedResult } | { readonly error: Error });

/** Number of results that are read at a time. */
const PAGE = 256;

/** Reads results as they were stored, some at a time. One that is gone since it was listed is left out, and one that is damaged has its error. */
export async function* inspectAll(
  results: ResultsFace,
  ids: AsyncIterable<string>,
): AsyncGenerator<Inspected, void, undefined> {
  let page: string[] = [];
  for await (const id of ids) {
    if (page.push(id) < PAGE) continue;
    yield* await inspectPage(results, page);
    page = [];
  }
  yield* await inspectPage(results, page);
}

async function inspectPage(results: ResultsFace, ids: readonly string[]): Promise<Inspected[]> {
  const read = await Promise.all(ids.map((id) => inspectOne(results, id)));
  return read.filter((each) => each !== undefined);
}

async function inspectOne(results: ResultsFace, id: string): Promise<Inspected | undefined> {
  try {
    return { id, found: await results.inspect(id) };
  } catch (error) {
    if ((error as { code?: string }).code === "RESULT_NOT_FOUND") return undefined;
    return { id, error: error as Error };
  }
}
