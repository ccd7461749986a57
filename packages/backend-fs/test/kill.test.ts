import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { ModelRegistry } from "@results-manager/core";
import { number, object, string } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";
import { tempFolder } from "./temp-folder.ts";

/** The long form is 100. */
const KILLS = Number(process.env.KILLS ?? 12);
const registry = new ModelRegistry();
const Line = registry.register("Line", object({ n: number(), text: string() }));

test(`killed ${KILLS} times while it writes: what was acknowledged is there, nothing is torn, temp files go`, async () => {
  const folder = tempFolder();
  let acknowledged = 0;
  for (let run = 0; run < KILLS; run++) {
    const script = join(import.meta.dirname, "children", "write-loop.ts");
    const child = spawn(process.execPath, ["--conditions=@results-manager/source", script, folder, String(run)]);
    const output = text(child.stdout);
    await once(child.stdout, "data"); // From here on it writes.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 60));
    child.kill("SIGKILL");
    await once(child, "close");
    const lines = (await output).split("\n").filter((line) => line.includes(" "));
    const complete = lines.slice(0, -1).map((line) => line.split(" ") as [string, string]);
    await using results = new FileBackend(folder, { registry });
    expect(readdirSync(join(folder, ".results-manager", "tmp"))).toEqual([]);
    const ids = await results.listIds();
    expect(ids.filter((id) => !/^(?:shared|run\d+)\/r?\d+$/.test(id))).toEqual([]);
    const stored = await results.getMany(ids, Line); // Throws for anything torn.
    expect(stored.every((line) => line?.text.length === 500)).toBe(true);
    const read = await results.getMany(
      complete.map(([id]) => id),
      Line,
    );
    expect(read.map((line) => line?.n)).toEqual(complete.map(([, n]) => Number(n)));
    acknowledged += complete.length;
  }
  expect(acknowledged).toBeGreaterThan(KILLS * 10);
}, 300_000);
