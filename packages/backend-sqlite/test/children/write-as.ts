import { isResultsError, ModelRegistry } from "@results-manager/core";
import { string } from "valibot";
import { SqliteBackend } from "../../src/index.ts";

// Reads and writes as another user.
const [path = "", user = "0"] = process.argv.slice(2);
process.setuid?.(Number(user));
const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const results = new SqliteBackend(path, { registry, createIfMissing: false });
const read = await results.get("id", Text);
const failure: unknown = await results.set("other", "two", { model: Text }).catch((error: unknown) => error);
const code = (failure as { code?: string }).code;
process.stdout.write(JSON.stringify({ read, code, isOurs: isResultsError(failure) }));
await results.close();
