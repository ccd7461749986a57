import { describe, expect, test } from "vitest";
import type { Space } from "../../src/records/space.ts";
import type { PartWrite, RecordWrite } from "../../src/records/storage-backend.ts";
import { AtomicWrites } from "../../src/scheduling/atomic-writes.ts";
import { Backlog } from "../../src/scheduling/backlog.ts";
import { Batch, type Input, type Kind, PendingItem } from "../../src/scheduling/batch.ts";
import { ExclusiveTask } from "../../src/scheduling/exclusive-task.ts";

const TIME = "2026-01-01T00:00:00.000Z";

function write(key: string, parts?: readonly string[]): RecordWrite {
  const content = { modelName: "M", namespace: "default", version: 1, data: key, createdAt: TIME, updatedAt: TIME };
  const levels = parts && [parts.map((part): PartWrite => ({ key: part, prepare: () => content }))];
  return { key, condition: "any", content, parts: levels && { space: "values", levels } };
}

/** Adds an operation as the queue does; returns the position of its batch. */
class Filled {
  readonly backlog = new Backlog({ batchSize: 3, readsTogether: 3 });
  readonly #steps: unknown[] = [];

  add(kind: Kind, item: Input<Kind>, space: Space = "results"): number {
    let batch = this.backlog.batchFor(kind, space, item);
    if (!batch) {
      batch = new Batch(kind, space);
      this.push(batch);
    }
    new PendingItem(batch, item);
    return this.#steps.indexOf(batch);
  }

  push(step: Batch | AtomicWrites | ExclusiveTask): void {
    this.backlog.steps.push(step);
    this.#steps.push(step);
  }
}

describe("an operation joins the last batch of its kind and space", () => {
  test("over batches of other kinds and spaces", () => {
    const filled = new Filled();
    expect([
      filled.add("write", write("a")),
      filled.add("read", "b"),
      filled.add("write", write("a"), "cache"),
      filled.add("write", write("c")),
      filled.add("read", "d"),
    ]).toEqual([0, 1, 2, 0, 1]);
  });

  test("unless a later one accesses its key", () => {
    const filled = new Filled();
    expect([
      filled.add("write", write("a")),
      filled.add("read", "a"),
      filled.add("write", write("a")),
      filled.add("read", "b"),
      filled.add("read", "a"),
      filled.add("read", "b"),
    ]).toEqual([0, 1, 2, 1, 3, 3]);
  });

  test("reads of one key need no order", () => {
    const filled = new Filled();
    expect([filled.add("read", "a"), filled.add("has", "a"), filled.add("read", "a")]).toEqual([0, 1, 0]);
  });

  test("unless it is full", () => {
    const filled = new Filled();
    const places = ["a", "b", "c", "d"].map((key) => [filled.add("write", write(key)), filled.add("read", `${key}0`)]);
    expect(places).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [2, 3],
    ]);
  });

  test("never beyond an exclusive task", () => {
    const filled = new Filled();
    filled.add("read", "a");
    filled.push(
      new ExclusiveTask(
        async () => {},
        () => {},
        () => {},
      ),
    );
    expect(filled.add("read", "b")).toBe(2);
  });
});

test("parts of a write count as its keys", () => {
  const filled = new Filled();
  expect([
    filled.add("read", "p", "values"),
    filled.add("write", write("a", ["p"]), "calls"),
    filled.add("remove", { key: "p", condition: "any" }, "values"),
    filled.add("read", "p", "values"),
    filled.add("write", write("b", ["q"]), "calls"),
    filled.add("write", write("c", ["p"]), "calls"),
  ]).toEqual([0, 1, 2, 3, 1, 4]);
});

test("leases and the journal take effect after all that was requested before", () => {
  const filled = new Filled();
  expect([
    filled.add("remove", { key: "k", condition: "any" }, "leases"),
    filled.add("read", "gc", "journal"),
    filled.add("write", write("a")),
    filled.add("remove", { key: "l", condition: "any" }, "leases"),
    filled.add("read", "gc", "journal"),
    filled.add("write", write("b")),
  ]).toEqual([0, 1, 2, 3, 4, 2]);
});

test("atomic writes keep the order of their keys", () => {
  const filled = new Filled();
  const first = new AtomicWrites(async () => {});
  void first.add({ space: "results", writes: [write("a")] });
  filled.push(first);
  expect(filled.add("read", "b")).toBe(1);
  expect(filled.add("read", "a")).toBe(1);
  expect(filled.backlog.atomicWritesFor({ space: "results", writes: [write("c"), write("d")] })).toBe(first);
  expect(filled.backlog.atomicWritesFor({ space: "results", writes: [write("c"), write("a")] })).toBeUndefined();
  expect(filled.backlog.atomicWritesFor({ space: "cache", writes: [write("a")] })).toBe(first);
});

test("an operation does not join a batch before atomic writes of its key", () => {
  const filled = new Filled();
  filled.add("read", "z");
  const writes = new AtomicWrites(async () => {});
  void writes.add({ space: "results", writes: [write("a")] });
  filled.push(writes);
  expect([filled.add("read", "b"), filled.add("read", "a")]).toEqual([0, 2]);
});

/** Batches that nothing joins, and in which nothing of the tests is accessed. */
const others = (count: number): Batch[] => Array.from({ length: count }, () => new Batch("read", "values"));
const exclusive = (): ExclusiveTask =>
  new ExclusiveTask(
    async () => {},
    () => {},
    () => {},
  );

test("a full last batch is joined by nothing", () => {
  const filled = new Filled();
  expect(["a", "b", "c", "d"].map((key) => filled.add("write", write(key)))).toEqual([0, 0, 0, 1]);
});

test.for([
  [{ batchSize: 100 }, 64],
  [{ batchSize: 10 }, 10],
  [{ batchSize: 10, readsTogether: 20 }, 20],
] as const)("of %j follow %i reads in a batch", ([sizes, reads]) => {
  const backlog = new Backlog(sizes);
  const batch = new Batch("read", "results");
  backlog.steps.push(batch);
  while (backlog.batchFor("read", "results", "a")) new PendingItem(batch, "a");
  expect(batch.items).toHaveLength(reads);
});

test("of the last sixteen steps, one is joined, and none before them", () => {
  for (const [later, joins] of [
    [15, true],
    [16, false],
  ] as const) {
    const backlog = new Backlog({ batchSize: 3 });
    const [batch, atomic] = [new Batch("write", "results"), new AtomicWrites(async () => {})];
    backlog.steps.push(batch, ...others(later));
    expect(backlog.batchFor("write", "results", write("a"))).toBe(joins ? batch : undefined);
    backlog.steps[0] = atomic;
    expect(backlog.atomicWritesFor({ space: "results", writes: [write("a")] })).toBe(joins ? atomic : undefined);
  }
});

test("without atomic writes there are none to join", () => {
  const backlog = new Backlog({ batchSize: 3 });
  const group = { space: "results", writes: [write("a")] } as const;
  expect(backlog.atomicWritesFor(group)).toBeUndefined();
  backlog.steps.push(new AtomicWrites(async () => {}), exclusive());
  expect(backlog.atomicWritesFor(group)).toBeUndefined();
  backlog.steps.splice(0, 2, ...others(3));
  expect(backlog.atomicWritesFor(group)).toBeUndefined();
});

test("a change is among the next sixteen batches, up to a step that is no batch", () => {
  const hasChange = (...steps: (Batch | ExclusiveTask)[]): boolean => {
    const backlog = new Backlog({ batchSize: 3 });
    backlog.steps.push(...steps);
    return backlog.hasChange;
  };
  const change = new Batch("write", "results");
  expect([hasChange(), hasChange(...others(1)), hasChange(exclusive(), change)]).toEqual([false, false, false]);
  expect([hasChange(change), hasChange(...others(1), change), hasChange(...others(15), change)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(hasChange(...others(16), change)).toBe(false);
});
