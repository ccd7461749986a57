import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeBackend } from "@results-manager/testing";
import { registerModel } from "results-manager";
import * as v from "valibot";
import { expect, test } from "vitest";
import { JsonLinesBackend } from "../custom-backend.ts";
import { tempFolder } from "./run-example.ts";

describeBackend({
  name: "JsonLinesBackend",
  lacks: {
    sharing: "the log is read once, when it is opened: one process at a time",
    corruption: "the log is read once, when it is opened: an unreadable log is refused",
  },
  properties: { runs: 10 },
  open: async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "results-manager-example-"));
    const opened: JsonLinesBackend[] = [];
    const open = (): JsonLinesBackend => {
      const backend = new JsonLinesBackend(join(folder, "log.jsonl"), context);
      opened.push(backend);
      return backend;
    };
    return {
      backend: open(),
      reopen: async () => open(),
      dispose: async () => {
        await Promise.all(opened.map((each) => each.close()));
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
});

const Note = registerModel("Note", v.object({ text: v.string() }));

test("half a line, as a killed process leaves it, is dropped, and the other lines are kept", async () => {
  const file = join(tempFolder(), "log.jsonl");
  {
    await using backend = new JsonLinesBackend(file);
    await backend.set("a", { text: "ä 😀" }, { model: Note });
  }
  appendFileSync(file, '{"key":"b","content":{"modelNa');
  {
    await using backend = new JsonLinesBackend(file);
    expect(await backend.listIds()).toEqual(["a"]);
    await backend.set("c", { text: "after" }, { model: Note });
  }
  await using backend = new JsonLinesBackend(file);
  expect(await backend.getMany(["a", "b", "c"], Note)).toEqual([{ text: "ä 😀" }, undefined, { text: "after" }]);
});

test("a damaged line within the log is refused, and the error names it", async () => {
  const file = join(tempFolder(), "log.jsonl");
  {
    await using backend = new JsonLinesBackend(file);
    await backend.setMany(
      [
        ["a", { text: "1" }],
        ["b", { text: "2" }],
      ],
      { model: Note },
    );
  }
  writeFileSync(file, readFileSync(file, "utf8").replace('{"key":"a"', "{{{"));
  expect(() => new JsonLinesBackend(file)).toThrow(
    expect.objectContaining({
      code: "STORAGE_FAILED",
      message: expect.stringContaining("Line 1"),
      cause: expect.any(SyntaxError),
    }),
  );
});
