import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { FileBackend } from "../../src/index.ts";

const [folder = "", count = "0"] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
await using results = new FileBackend(folder, { registry });
const ids = Array.from({ length: Number(count) }, (_, i) => `g${i % 100}/r${i}`);
const set = await Promise.all(ids.map((id, i) => results.set(id, i, { model: Count })));
const read = await Promise.all(ids.map((id) => results.get(id, Count)));
const right = read.filter((value, i) => value === i).length;
process.stdout.write(`${set.filter(Boolean).length} set, ${right} read, ${(await results.listIds()).length} listed\n`);
