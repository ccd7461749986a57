import { appendFileSync } from "node:fs";
import { ModelRegistry, type SetBehavior } from "@results-manager/core";
import { number } from "valibot";
import { FileBackend } from "../../src/index.ts";

// One of several processes that want the same; says what it came to.
const [folder = "", task = "", count = "0", log = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new FileBackend(folder, { registry, durability: "process" });
const ids = Array.from({ length: Number(count) }, (_, i) => `g${i % 20}/r${i}`).sort(() => Math.random() - 0.5);
const report: Record<string, unknown> = { won: [], refused: 0 };
const won = report.won as string[];

if (task === "update") {
  for (let i = 0; i < Number(count); i++) await results.update("counter", Count, (n = 0) => n + 1);
} else if (task === "compute") {
  const compute = async (id: string): Promise<number> => {
    appendFileSync(log, `${id} ${process.pid}\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return id.length;
  };
  await Promise.all(ids.map((id) => results.getOrCompute(id, Count, () => compute(id))));
} else if (task === "hang") {
  await results.getOrCompute("slow", Count, () => {
    appendFileSync(log, `slow ${process.pid}\n`);
    process.send?.("computing");
    setInterval(() => {}, 1000);
    return new Promise<number>(() => {});
  });
} else {
  const behavior = task as SetBehavior;
  await Promise.all(
    ids.map(async (id) => {
      try {
        if (await results.set(id, process.pid, { model: Count, behavior })) won.push(id);
      } catch (error) {
        if ((error as { code?: string }).code !== "RESULT_EXISTS") throw error;
        report.refused = (report.refused as number) + 1;
      }
    }),
  );
}
await results.close();
process.send?.(report);
