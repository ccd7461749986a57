import { writeSync } from "node:fs";
import { ModelRegistry } from "@results-manager/core";
import { number, object, string } from "valibot";
import { FileBackend } from "../../src/index.ts";

// Writes as fast as it can until it is killed; says which writes were acknowledged.
const [folder = "", run = "0"] = process.argv.slice(2);
const registry = new ModelRegistry();
const Line = registry.register("Line", object({ n: number(), text: string() }));
const results = new FileBackend(folder, { registry });
for (let n = 0; ; n += 20) {
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const id = i % 4 === 0 ? `shared/${i}` : `run${run}/r${n + i}`;
      await results.set(id, { n: n + i, text: "x".repeat(500) }, { model: Line, behavior: "overwrite" });
      if (i % 4 !== 0) writeSync(1, `${id} ${n + i}\n`);
    }),
  );
}
