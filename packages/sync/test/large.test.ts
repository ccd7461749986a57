import { createHash } from "node:crypto";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { ResultsManager } from "../src/index.ts";
import { Anything, registry } from "./support/models.ts";

const MANY = 10_000;

/** `pnpm test:all` asks files, too: arguments and answers cross to the worker the same way. */
const STORES = process.env.TEST_ALL ? ["files", "SQLite"] : ["SQLite"];

describe.for(STORES)("large arguments over %s", (store) => {
  const open = (): ResultsManager => {
    const folder = tempFolder();
    const url = store === "files" ? folder : `sqlite:${join(folder, "results.db")}`;
    return new ResultsManager(url, { registry, durability: "process" });
  };

  test("10,000 of 1 KB at once", () => {
    using results = open();
    const entries = Array.from({ length: MANY }, (_, i) => [`r/${i}`, { i, text: "x".repeat(1_000) }] as const);
    expect(results.setMany(entries, { model: Anything })).toEqual(entries.map(() => true));
    const ids = entries.map(([id]) => id);
    expect(results.getMany(ids, Anything)).toEqual(entries.map(([, value]) => value));
    expect([...results.ids()]).toEqual(ids.toSorted());
    expect(results.listIds()).toHaveLength(MANY);
    expect(results.deleteMany(ids)).toBe(MANY);
  });

  test("one of 50 MB, and one nested a thousand levels deep", () => {
    using results = open();
    const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
    const text = "0123456789abcdef€".repeat(3_000_000);
    results.set("large", { text }, { model: Anything });
    expect(digest((results.get("large", Anything) as { text: string }).text)).toBe(digest(text));
    let deep: unknown = "bottom";
    for (let i = 0; i < 999; i++) deep = [deep];
    results.set("deep", deep, { model: Anything });
    expect(results.get("deep", Anything)).toEqual(deep);
  });
});
