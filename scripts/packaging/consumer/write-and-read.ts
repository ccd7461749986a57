// A program of a consumer of the installed packages: copied out of the repository, compiled there, and run against `dist`.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { FileBackend } from "@results-manager/backend-fs";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { type AsyncResultsBackend, isResultsError, MemoryBackend, registerModel } from "@results-manager/core";
import { deferred } from "@results-manager/testing";
import { raceOnIds } from "@results-manager/testing/processes";
import { AsyncResultsManager, openResults } from "results-manager";
import * as v from "valibot";

const Loss = registerModel("Loss", v.object({ value: v.number(), at: v.date() }));
const loss = { value: 0.31, at: new Date(0) };

async function writeAndRead(opened: AsyncResultsBackend): Promise<void> {
  await using results = opened;
  assert.equal(await results.set("runs/7/loss", loss, { model: Loss }), true);
  const read: { value: number; at: Date } = await results.get("runs/7/loss", Loss);
  assert.deepEqual(read, loss);
  await assert.rejects(results.set("runs/7/loss", loss, { model: Loss }), (error) =>
    isResultsError(error, "RESULT_EXISTS"),
  );
}

await writeAndRead(new AsyncResultsManager("./manager"));
await writeAndRead(await openResults("./opened"));
await writeAndRead(await openResults("sqlite:./opened.db"));
await writeAndRead(new FileBackend("./files"));
await writeAndRead(new SqliteBackend("./results.db"));
await writeAndRead(new MemoryBackend());
// Opened again, the store has the records of the first backend.
await using results = new FileBackend("./files");
assert.deepEqual(await results.get("runs/7/loss", Loss), loss);

const gate = deferred();
gate.resolve();
await gate.promise;
// Starts the compiled processes of the suite.
await raceOnIds(
  { module: "@results-manager/backend-fs", export: "FileBackend", args: [resolve("race")] },
  { processes: 2, ids: 20, behavior: "skip_if_exists" },
);
