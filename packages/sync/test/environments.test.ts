import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { runScript, startNode } from "./support/run-script.ts";

test("a CommonJS script requires it, ends by itself, and finds what it wrote", async () => {
  const folder = tempFolder();
  const stores = [folder, `sqlite:${join(folder, "results.db")}`, "memory:"];
  const run = () => runScript("common-js.cjs", stores);
  expect(await run()).toMatchObject({
    code: 0,
    stderr: "",
    stdout: `${folder} 1 runs\nsqlite 1 runs\nmemory 1 runs\n`,
  });
  expect(await run()).toMatchObject({ code: 0, stdout: `${folder} 2 runs\nsqlite 2 runs\nmemory 1 runs\n` });
});

test("text that Node is given as a script does too, whose folder may be gone", async () => {
  const [folder, gone] = [tempFolder(), tempFolder()];
  const script = `
    require("node:fs").rmdirSync(${JSON.stringify(gone)});
    const { ResultsManager } = require(${JSON.stringify(fileURLToPath(import.meta.resolve("@results-manager/sync")))});
    console.log(new ResultsManager(${JSON.stringify(folder)}).listIds());
  `;
  const ended = await startNode(["--eval", script], gone).ended;
  expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "[]\n" });
});

test("relative paths are of the current folder", async () => {
  const folder = tempFolder();
  const stores = ["./a", "sqlite:./b.db", "file:./a"];
  const expected = "./a 1 runs\nsqlite 1 runs\nfile 2 runs\n";
  expect(await runScript("common-js.cjs", stores, folder)).toMatchObject({ code: 0, stdout: expected });
  const again = await runScript("common-js.cjs", [join(folder, "a"), `sqlite:${folder}/b.db`]);
  expect(again.stdout).toBe(`${join(folder, "a")} 3 runs\nsqlite 2 runs\n`);
});

test("a worker that runs out of memory is told long before timeoutMs", async () => {
  const ended = await runScript("out-of-memory.ts", [], undefined, ["--max-old-space-size=64"]);
  expect(ended).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^SyncBridgeError: .*out of memory.*, false\n$/),
  });
});

test("worker threads block each for itself, on one store", async () => {
  const ended = await runScript("worker-thread.ts", [tempFolder()]);
  expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "0,0,0,0 125 1\n" });
});
