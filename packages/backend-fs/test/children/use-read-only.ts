import { isResultsError, ModelRegistry, memoize } from "@results-manager/core";
import { string } from "valibot";
import { FileBackend, FileCache, FileCalls, FileValues } from "../../src/index.ts";

// Reads a store that was opened read-only, tries to change it, and says what it found. As another user, where one is given.
const [folder = "", user] = process.argv.slice(2);
if (user) process.setuid?.(Number(user));
const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const options = { registry, readOnly: true } as const;
await using results = new FileBackend(folder, options);
await using cache = new FileCache(folder, options);
await using values = new FileValues(folder, options);
await using calls = new FileCalls(folder, options);

const code = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    await work();
    return "done";
  } catch (error) {
    return isResultsError(error) ? error.code : String(error);
  }
};
const [key = ""] = await calls.list();
const [value = ""] = await values.list();
const double = memoize((n: number) => 2 * n, { storage: calls, name: "double", parameters: ["n"] });
const read = {
  text: await results.get("a/b", Text),
  ids: await results.listIds(),
  stats: (await results.stats()).records,
  cached: await cache.getValue("key"),
  keys: await Array.fromAsync(cache.keys()),
  value: await values.load(value),
  call: await values.load((await calls.load(key)).result?.digest ?? ""),
  known: await double(2),
  exists: [await results.exists("a/b"), await results.exists("no")],
};
const refused = {
  set: await code(() => results.set("new/one", "x", { model: Text })),
  kept: await code(() => results.set("a/b", "x", { model: Text, behavior: "skip_if_exists" })),
  setMany: await code(() => results.setMany([["new/two", "x"]], { model: Text })),
  update: await code(() => results.update("a/b", Text, () => "x")),
  compute: await code(() => results.getOrCompute("new/three", Text, () => "x")),
  delete: await code(() => results.delete("a/b")),
  clear: await code(() => results.clear()),
  prune: await code(() => results.prune()),
  compact: await code(() => results.compact()),
  setValue: await code(() => cache.setValue("key", 1)),
  incr: await code(() => cache.incr("n")),
  invalidate: await code(() => cache.setValue("key", 1, { tags: ["t"] })),
  save: await code(() => values.save({ new: 1 })),
  alias: await code(() => values.save(1, "name")),
  evict: await code(() => values.evict(value)),
  call: await code(() => double(3)),
};
process.stdout.write(JSON.stringify({ read, refused }));
