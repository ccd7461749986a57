import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isResultsError } from "@results-manager/core";
import fc from "fast-check";
import { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
import { expectedId, hostileIdArbitrary } from "./hostile-id.ts";
import { suiteModels } from "./suite-models.ts";

/** What became of hostile ids. */
export interface HostileIdReport {
  readonly stored: number;
  readonly refused: number;
}

/**
 * Sets results under hostile ids: each is stored, and read back under exactly that id, or refused with `INVALID_ID`; nothing outside
 * the store's folder is touched.
 *
 * @param root an empty folder: the store gets a folder in the midst of others that must not change.
 * @param recipeFor says how to open a store that keeps everything in a folder.
 * @throws {AssertionError} where the promise is broken.
 */
export async function hostileIds(
  root: string,
  recipeFor: (folder: string) => BackendRecipe,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<HostileIdReport> {
  const store = join(root, "inner", "store");
  const targets = plantSentinels(root, store);
  const before = snapshot(root, store);
  const ids = fc.sample(hostileIdArbitrary(targets), { seed, numRuns: count });
  const { registry, Count } = suiteModels();
  const results = await openRecipe(recipeFor(store), registry);
  const expected = new Map<string, number>();
  const set = async (id: string | readonly string[], i: number): Promise<void> => {
    const canonical = expectedId(id);
    if (canonical !== undefined) expected.set(canonical, i);
    try {
      await results.set(id, i, { model: Count, behavior: "overwrite" });
      assert.ok(canonical !== undefined, `${JSON.stringify(id)} is stored, and should be refused.`);
    } catch (error) {
      if (!isResultsError(error, "INVALID_ID")) throw error;
      assert.ok(canonical === undefined, `${JSON.stringify(id)} is refused, and should be stored.`);
    }
  };
  await Promise.all(ids.map(set));
  await results.close();
  await using again = await openRecipe(recipeFor(store), registry);
  assert.deepEqual(new Set(await again.listIds()), new Set(expected.keys()), "Every stored id is listed as it is.");
  const stored = ids.filter((id) => expectedId(id) !== undefined);
  const read = await again.getMany(stored, Count);
  assert.deepEqual(
    read,
    stored.map((id) => expected.get(expectedId(id) as string)),
    "Every id reads what it was set to.",
  );
  assert.deepEqual(snapshot(root, store), before, "Nothing outside is touched.");
  assert.ok(!("polluted" in {}), "No prototype is touched.");
  return { stored: stored.length, refused: ids.length - stored.length };
}

/** Fills the surroundings of a store; returns paths that lead there. */
function plantSentinels(root: string, store: string): string[] {
  const folders = ["outside", "inner", "inner/storex", "inner/beside", "etc"].map((name) => join(root, name));
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "secret.json"), `{"model_type":"Count","namespace":"default","data":-1}`);
  }
  symlinkSync(join(root, "outside"), join(root, "inner", "link"));
  mkdirSync(store);
  const names = ["secret", "secret.json", "planted"];
  return [...folders, join(root, "inner", "link")].flatMap((folder) => {
    const relative = folder.slice(root.length + 1);
    return names.flatMap((name) => [
      `${folder}/${name}`,
      `${relative}/${name}`,
      `inner/store/../../${relative}/${name}`,
    ]);
  });
}

/** Everything outside the store: what there is, what it holds, and when it last changed. */
function snapshot(root: string, store: string): readonly string[] {
  const seen: string[] = [];
  const visit = (path: string): void => {
    if (path === store) return;
    const { mtimeMs, size } = lstatSync(path);
    const isFolder = lstatSync(path).isDirectory();
    seen.push(`${path} ${mtimeMs} ${size} ${lstatSync(path).isFile() ? readFileSync(path, "utf8") : ""}`);
    if (isFolder) for (const name of readdirSync(path).sort()) visit(join(path, name));
  };
  visit(root);
  return seen;
}
