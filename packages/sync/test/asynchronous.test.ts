import { tempFolder } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { ResultsManager } from "../src/index.ts";
import { Count, registry, Slow } from "./support/models.ts";
import { thrownBy } from "./support/thrown-by.ts";

const memory = (): ResultsManager => new ResultsManager("memory:", { registry });

describe("what is asynchronous is refused", () => {
  const calls: readonly (readonly [name: string, call: (results: ResultsManager) => unknown])[] = [
    ["set", (results) => results.set("a", { n: 1 }, { model: Slow })],
    ["setMany", (results) => results.setMany([["a", { n: 1 }]], { model: Slow })],
    ["get", (results) => results.get("stored", Slow)],
    ["getMany", (results) => results.getMany(["stored"], Slow)],
    ["update", (results) => results.update("stored", Slow, () => ({ n: 2 }))],
    ["update of nothing", (results) => results.update("a", Slow, () => ({ n: 2 }))],
    ["getOrCompute", (results) => results.getOrCompute("a", Slow, () => ({ n: 2 }))],
    ["getOrCompute of what is stored", (results) => results.getOrCompute("stored", Slow, () => ({ n: 2 }))],
  ];

  test.for(calls)("a schema, by %s: a TypeError that names the model; nothing changes", ([, call]) => {
    using results = memory();
    results.set("stored", { n: 1 }, { model: Count });
    const error = thrownBy(() => call(results)) as TypeError;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("schema of model 'Slow' is asynchronous");
    expect(error.message).toContain("Use the package results-manager");
    expect(results.listIds()).toEqual(["stored"]);
    expect(results.get("stored", Count)).toEqual({ n: 1 });
    expect(results.getOrCompute("a", Count, () => ({ n: 3 }))).toEqual({ n: 3 });
  });

  test("functions, and what a copy goes to", () => {
    using results = memory();
    results.set("stored", { n: 1 }, { model: Count });
    const change = async (): Promise<{ n: number }> => ({ n: 2 });
    const target = { importRecords: async () => [true] };
    for (const call of [
      () => results.update("stored", Count, change as never),
      () => results.getOrCompute("a", Count, change as never),
      () => results.getOrCompute("a", Count, (() => Promise.reject(new Error("no"))) as never),
      () => results.copyTo(target as never),
    ]) {
      expect(thrownBy(call)).toBeInstanceOf(TypeError);
    }
    expect(results.get("stored", Count)).toEqual({ n: 1 });
    expect(results.listIds()).toEqual(["stored"]);
  });
});

describe("functions that make calls of their own", () => {
  const open = {
    memory: () => memory(),
    files: () => new ResultsManager({ baseDir: tempFolder(), registry }),
    "one lock for everything": () =>
      new ResultsManager({ backend: { module: new URL("./support/serialized-memory.ts", import.meta.url) }, registry }),
  };

  test.for(Object.entries(open))("update reads, writes and updates on its way, over %s", ([, manager]) => {
    using results = manager();
    results.set("a", { n: 2 }, { model: Count });
    const sum = results.update("b", Count, () => {
      results.set("log", { n: 0 }, { model: Count });
      const { n } = results.get("a", Count);
      expect([...results.ids()]).toEqual(["a", "log"]);
      return results.update("c", Count, () => ({ n: n * 10 }));
    });
    expect(sum).toEqual({ n: 20 });
    expect(results.listIds()).toEqual(["a", "b", "c", "log"]);
    expect(results.update("b", Count, (current) => ({ n: (current?.n ?? 0) + 1 }))).toEqual({ n: 21 });
  });

  test("a computation may ask for others, and gets what it set itself", () => {
    using results = memory();
    const fibonacci = (n: number): { n: number } =>
      results.getOrCompute(`fibonacci/${n}`, Count, () => {
        return n < 2 ? { n } : { n: fibonacci(n - 1).n + fibonacci(n - 2).n };
      });
    expect(fibonacci(12)).toEqual({ n: 144 });
    expect(results.listIds("fibonacci")).toHaveLength(13);
    const kept = results.getOrCompute("id", Count, () => {
      results.set("id", { n: 1 }, { model: Count });
      return { n: 2 };
    });
    expect(kept).toEqual({ n: 1 });
  });

  test("a computation that asks for itself is refused, and does not hang", () => {
    using results = memory();
    const ask = (): { n: number } => results.getOrCompute("id", Count, ask);
    expect(thrownBy(ask)).toMatchObject({ code: "COMPUTE_CYCLE", id: "id", message: expect.stringContaining("'id'") });
    const first = (): { n: number } => results.getOrCompute("a", Count, () => results.getOrCompute("b", Count, first));
    expect(thrownBy(first)).toMatchObject({ code: "COMPUTE_CYCLE", id: "a" });
    expect(results.getOrCompute("id", Count, () => ({ n: 1 }))).toEqual({ n: 1 });
  });

  test.for(["files", "SQLite"])("nor by way of another manager on the same store of %s", (store) => {
    const folder = tempFolder();
    const url = store === "files" ? folder : `sqlite:${folder}/results.db`;
    using one = new ResultsManager(url, { registry });
    using other = new ResultsManager(url, { registry, timeoutMs: 30_000 });
    using elsewhere = new ResultsManager("memory:", { registry });
    const asks = () => one.getOrCompute("id", Count, () => other.getOrCompute("id", Count, () => ({ n: 1 })));
    expect(thrownBy(asks)).toMatchObject({ code: "COMPUTE_CYCLE", id: "id" });
    // One store in front of another is no such thing.
    const layered = one.getOrCompute("id", Count, () => elsewhere.getOrCompute("id", Count, () => ({ n: 1 })));
    expect(layered).toEqual({ n: 1 });
  });

  test.for(["memory:", "files", "SQLite"])("an update whose function writes its own id is refused, on %s", (store) => {
    const folder = tempFolder();
    const urls: Readonly<Record<string, string>> = { files: folder, SQLite: `sqlite:${folder}/results.db` };
    using results = new ResultsManager(urls[store] ?? store, { registry });
    results.set("id", { n: 1 }, { model: Count });
    const options = { model: Count, behavior: "overwrite" } as const;
    const writes: readonly (() => unknown)[] = [
      () => results.set("id", { n: 2 }, options),
      () => results.setMany([["id", { n: 2 }]], options),
      () => results.delete("id"),
      () => results.deleteMany(["id"]),
      () => results.update("id", Count, () => ({ n: 2 })),
      () => results.getOrCompute("id", Count, () => ({ n: 2 })),
      () => results.importRecords(results.exportRecords().next().value ?? [], { behavior: "overwrite" }),
    ];
    for (const write of writes) {
      const change = (): { n: number } => {
        expect(results.get("id", Count)).toEqual({ n: 1 });
        write();
        return { n: 3 };
      };
      expect(thrownBy(() => results.update("id", Count, change))).toMatchObject({ code: "UPDATE_CYCLE", id: "id" });
      expect(results.get("id", Count)).toEqual({ n: 1 });
    }
  });

  test("a signal that was aborted before ends the call, whatever is stored", () => {
    using results = memory();
    results.set("id", { n: 1 }, { model: Count });
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(thrownBy(() => results.getOrCompute("id", Count, () => ({ n: 2 }), { signal }))).toBe(reason);
    expect(thrownBy(() => results.update("id", Count, () => ({ n: 2 }), { signal }))).toBe(reason);
    expect(results.get("id", Count)).toEqual({ n: 1 });
  });

  test("closing within a call is refused; the call goes on", () => {
    using results = memory();
    const updated = results.update("id", Count, () => {
      expect(thrownBy(() => results.close())).toBeInstanceOf(TypeError);
      return { n: 1 };
    });
    expect(updated).toEqual({ n: 1 });
  });

  test("two managers change one store by turns", () => {
    const baseDir = tempFolder();
    using one = new ResultsManager({ baseDir, registry });
    using other = new ResultsManager({ baseDir, registry });
    const add = (current: { n: number } | undefined): { n: number } => ({ n: (current?.n ?? 0) + 1 });
    for (let i = 0; i < 10; i++) (i % 2 ? one : other).update("n", Count, add);
    expect(one.get("n", Count)).toEqual({ n: 10 });
    expect(one.getOrCompute("c", Count, () => other.update("m", Count, add))).toEqual({ n: 1 });
  });
});
