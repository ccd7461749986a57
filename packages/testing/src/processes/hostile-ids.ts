import assert from "node:assert/strict";
import { join } from "node:path";
import { type AsyncResultsBackend, isResultsError } from "@results-manager/core";
import fc from "fast-check";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { expectedId, hostileIdArbitrary } from "./hostile-id.ts";
import { type SuiteModels, suiteModels } from "./suite-models.ts";
import { Surroundings } from "./surroundings.ts";

type HostileId = string | readonly string[];

/** Options of a test with hostile ids. */
export interface HostileIdAttack {
  readonly count: number;
  /** Seed of the ids: equal seeds make equal ids. */
  readonly seed: number;
  /** Called with the ids that the store lists, when all are stored and before they are deleted. */
  readonly stored?: ((folder: string, ids: readonly string[]) => void) | undefined;
}

/** Result of a test with hostile ids. */
export interface HostileIdReport {
  readonly seed: number;
  readonly stored: number;
  /** Number of records: many ids are equivalent forms of one. */
  readonly records: number;
  readonly refused: number;
}

/**
 * Sets results under hostile ids and asserts that each is stored and read back under exactly that id, or refused with `INVALID_ID` by
 * every method, that all can be deleted, and that nothing outside the store's folder is touched.
 *
 * @param root an empty folder: the store gets a folder in it, among others that must not change.
 * @param recipeFor describes how to open a store that keeps everything in a folder.
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function hostileIds(
  root: string,
  recipeFor: (folder: string) => BackendRecipe,
  { count, seed, stored: inspect }: HostileIdAttack,
): Promise<HostileIdReport> {
  const store = join(root, "inner", "store");
  const surroundings = new Surroundings(root, store);
  const ids = fc.sample(hostileIdArbitrary(surroundings.targets), { seed, numRuns: count });
  const stored = ids.filter((id) => expectedId(id) !== undefined);
  const refused = ids.filter((id) => expectedId(id) === undefined);
  const models = suiteModels();
  const results = await openRecipe(recipeFor(store), models.registry);
  await expectRefused(refused, results, models);
  const expected = await setAll(stored, results, models);
  await results.close();

  await using again = await openRecipe(recipeFor(store), models.registry);
  const listed = await again.listIds();
  assert.deepEqual(new Set(listed), new Set(expected.keys()), "Every stored id is listed in its canonical form.");
  assert.equal(listed.length, expected.size, "No id is listed twice.");
  const read = await again.getMany(stored, models.Count);
  const set = stored.map((id) => expected.get(expectedId(id) as string));
  assert.deepEqual(read, set, "Every id reads the value it was set to.");
  inspect?.(store, listed);
  surroundings.expectUntouched();

  await expectRefused(refused, again, models);
  assert.equal(await again.deleteMany(stored), expected.size, "Every record is deleted once.");
  assert.deepEqual(await again.listIds(), [], "No deleted id is listed.");
  surroundings.expectUntouched();
  assert.ok(!("polluted" in {}), "No prototype is touched.");
  return { seed, stored: stored.length, records: expected.size, refused: refused.length };
}

/** Sets each id to its index, and returns the last index of each canonical id. */
async function setAll(
  ids: readonly HostileId[],
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<Map<string, number>> {
  const set = async (id: HostileId, i: number): Promise<void> => {
    await results.set(id, i, { model: Count, behavior: "overwrite" }).catch((cause: unknown) => {
      assert.fail(`${JSON.stringify(id)} must be stored; got ${String(cause)}`);
    });
  };
  await Promise.all(ids.map(set));
  return new Map(ids.map((id, i) => [expectedId(id) as string, i]));
}

/** Asserts that every method refuses each of these ids. */
async function expectRefused(
  ids: readonly HostileId[],
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<void> {
  const methods: Readonly<Record<string, (id: HostileId) => Promise<unknown>>> = {
    set: (id) => results.set(id, 0, { model: Count, behavior: "overwrite" }),
    get: (id) => results.get(id, Count),
    exists: (id) => results.exists(id),
    delete: (id) => results.delete(id),
    clear: (id) => results.clear(id),
    listIds: (id) => results.listIds(id),
    update: (id) => results.update(id, Count, () => 0),
    getOrCompute: (id) => results.getOrCompute(id, Count, () => 0),
  };
  for (const [name, method] of Object.entries(methods)) {
    const refusals = await Promise.allSettled(ids.map(async (id) => method(id)));
    for (const [i, refusal] of refusals.entries()) {
      const isRefused = refusal.status === "rejected" && isResultsError(refusal.reason, "INVALID_ID");
      const got = refusal.status === "rejected" ? String(refusal.reason) : "a result";
      assert.ok(isRefused, `${name} must refuse ${JSON.stringify(ids[i])} with INVALID_ID; got ${got}.`);
    }
  }
}
