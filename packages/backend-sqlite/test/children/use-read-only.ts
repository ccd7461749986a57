import { isResultsError, ModelRegistry } from "@results-manager/core";
import { string } from "valibot";
import { SqliteBackend, SqliteCache, SqliteCalls } from "../../src/index.ts";

// Reads every face of a database as another user, and says what each refused call said. Then waits for each message, and reads again.
const [path = "", user = "0"] = process.argv.slice(2);
if (user !== "0") process.setuid?.(Number(user));
const registry = new ModelRegistry();
const Text = registry.register("Text", string());

async function outcome(work: () => unknown): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    return isResultsError(error) ? { code: error.code, message: error.message } : String(error);
  }
}

const results = await outcome(() => new SqliteBackend(path, { registry, readOnly: true }));
if (!(results instanceof SqliteBackend)) {
  process.send?.({ opened: results });
  process.exit(0);
}
const cache = new SqliteCache(path, { readOnly: true });
const calls = new SqliteCalls(path, { readOnly: true });
process.send?.({
  opened: true,
  read: await outcome(() => results.get("id", Text)),
  many: await outcome(() => results.getMany(["id", "none", "a/b"], Text)),
  ids: await outcome(() => results.listIds()),
  queried: await outcome(() => Array.fromAsync(results.findIds(Text, { orderBy: ["-id"] }))),
  counted: await outcome(() => results.count(Text)),
  children: await outcome(async () => (await Array.fromAsync(results.children("a", { counts: false }))).length),
  below: await outcome(() => results.listIds("a")),
  cached: await outcome(() => cache.getValue("key")),
  bytes: await outcome(() => cache.getValue("bytes")),
  found: await outcome(async () => (await Array.fromAsync(calls.query({ name: "f" }))).length),
  set: await outcome(() => results.set("other", "two", { model: Text })),
  remove: await outcome(() => results.delete("id")),
  computed: await outcome(() => results.getOrCompute("new", Text, () => "x")),
  prune: await outcome(() => results.prune()),
  plain: await outcome(() => new SqliteBackend(path, { registry }).get("id", Text)),
});
process.on("message", async () => {
  process.send?.({ read: await outcome(() => results.get("id", Text)), ids: await outcome(() => results.listIds()) });
});
process.once("disconnect", () => process.exit(0));
