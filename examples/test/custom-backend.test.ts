import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CacheFace, CallsFace, ResultsFace, ValuesFace } from "@results-manager/core";
import {
  describeBackend,
  describeCache,
  describeCalls,
  describeStorage,
  describeValues,
  inNewFolder,
  type Lacks,
} from "@results-manager/testing";
import { registerModel } from "results-manager";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { JsonLinesStorage } from "../custom-backend.ts";
import { tempFolder } from "./run-example.ts";

const lacks: Lacks = {
  sharing: "the log is read once, when it is opened: one process at a time",
  corruption: "the log is read once, when it is opened: an unreadable log is refused",
};
const properties = process.env.TEST_ALL ? { runs: 5 } : { runs: 5, closings: 5 };
const logIn = (folder: string): string => join(folder, "log.jsonl");

describeStorage({
  name: "JsonLinesStorage",
  lacks,
  properties,
  open: async (context) => {
    const store = inNewFolder((folder) => new JsonLinesStorage(logIn(folder), context));
    return { ...store, storage: store.open() };
  },
});

describeBackend({
  name: "Results over JsonLinesStorage",
  lacks,
  properties,
  open: async (context) => {
    const store = inNewFolder((folder) => new ResultsFace(new JsonLinesStorage(logIn(folder), context)));
    return { ...store, backend: store.open() };
  },
});

// Run by `pnpm test:all`: these faces assume no more of a medium than the suite of storages proves above.
describe.runIf(process.env.TEST_ALL)("the other faces", () => {
  describeCache({
    name: "a cache over JsonLinesStorage",
    lacks: { ...lacks, recency: "reads are not recorded" },
    properties,
    open: async (context) => {
      const store = inNewFolder((folder) => new CacheFace(new JsonLinesStorage(logIn(folder), context), context));
      return { ...store, cache: store.open() };
    },
  });

  describeValues({
    name: "values over JsonLinesStorage",
    lacks,
    properties,
    open: async (context) => {
      const store = inNewFolder((folder) => new ValuesFace(new JsonLinesStorage(logIn(folder), context)));
      return { ...store, values: store.open(), reopen: async () => store.open() };
    },
  });

  describeCalls({
    name: "calls over JsonLinesStorage",
    lacks,
    properties,
    open: async (context) => {
      const store = inNewFolder((folder) => new CallsFace(new JsonLinesStorage(logIn(folder), context)));
      return { ...store, calls: store.open(), reopen: async () => store.open() };
    },
  });
});

const Note = registerModel("Note", v.object({ text: v.string() }));

test("the medium has at most 60 lines", () => {
  const source = readFileSync(new URL("../custom-backend.ts", import.meta.url), "utf8");
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
});

test("half a line, as a killed process leaves it, is dropped, and the other lines are kept", async () => {
  const file = join(tempFolder(), "log.jsonl");
  {
    await using backend = new ResultsFace(new JsonLinesStorage(file));
    await backend.set("a", { text: "ä 😀" }, { model: Note });
  }
  appendFileSync(file, Buffer.from('["results","b","{\\"modelNa😀').subarray(0, -2));
  {
    await using backend = new ResultsFace(new JsonLinesStorage(file));
    expect(await backend.listIds()).toEqual(["a"]);
    await backend.set("c", { text: "after" }, { model: Note });
  }
  await using backend = new ResultsFace(new JsonLinesStorage(file));
  expect(await backend.getMany(["a", "b", "c"], Note)).toEqual([{ text: "ä 😀" }, undefined, { text: "after" }]);
});

test("a damaged line within the log is refused, and the error names it", async () => {
  const file = join(tempFolder(), "log.jsonl");
  {
    await using backend = new ResultsFace(new JsonLinesStorage(file));
    await backend.setMany(
      [
        ["a", { text: "1" }],
        ["b", { text: "2" }],
      ],
      { model: Note },
    );
  }
  writeFileSync(file, readFileSync(file, "utf8").replace('["results","a"', "{{{"));
  expect(() => new ResultsFace(new JsonLinesStorage(file))).toThrow(
    expect.objectContaining({
      code: "STORAGE_FAILED",
      message: expect.stringContaining("line 1"),
      cause: expect.any(SyntaxError),
    }),
  );
});
