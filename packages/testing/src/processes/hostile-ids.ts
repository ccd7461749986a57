import assert from "node:assert/strict";
import { join } from "node:path";
import { type AsyncResultsBackend, isResultsError } from "@results-manager/core";
import fc from "fast-check";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { expectedId, hostileIdArbitrary } from "./hostile-id.ts";
import { type SuiteModels, suiteModels } from "./suite-models.ts";
import { Surroundings } from "./surroundings.ts";

type HostileId = string | readonly string[];

/** How many hostile ids are tried. */
export interface HostileIdAttack {
  readonly count: number;
  /** The same ids come of the same seed. */
  readonly seed: number;
  /** Called when all are stored, before they are deleted, with what the store lists. */
  readonly stored?: ((folder: string, ids: readonly string[]) => void) | undefined;
}

/** What became of hostile ids. */
export interface HostileIdReport {
  readonly seed: number;
  readonly stored: number;
  /** How many records that makes: many ids are the same one, written otherwise. */
  readonly records: number;
  readonly refused: number;
}

/**
 * Sets results under hostile ids: each is stored, and read back under exactly that id, or refused with `INVALID_ID`, by every method;
 * then all are deleted. Nothing outside the store's folder is touched.
 *
 * @param root an empty folder: the store gets a folder in the midst of others that must not change.
 * @param recipeFor says how to open a store that keeps everything in a folder.
 * @throws {AssertionError} where the promise is broken.
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
  assert.deepEqual(new Set(listed), new Set(expected.keys()), "Every stored id is listed as it is.");
  assert.equal(listed.length, expected.size, "No id is listed twice.");
  const read = await again.getMany(stored, models.Count);
  const set = stored.map((id) => expected.get(expectedId(id) as string));
  assert.deepEqual(read, set, "Every id reads what it was set to.");
  inspect?.(store, listed);
  surroundings.expectUntouched();

  await expectRefused(refused, again, models);
  assert.equal(await again.deleteMany(stored), expected.size, "Every record is deleted once.");
  assert.deepEqual(await again.listIds(), [], "Nothing is left of what was deleted.");
  surroundings.expectUntouched();
  assert.ok(!("polluted" in {}), "No prototype is touched.");
  return { seed, stored: stored.length, records: expected.size, refused: refused.length };
}

/** Sets each id to its place among them, and returns what each canonical id was set to last. */
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

/** Asserts that every method refuses every one of these. */
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
