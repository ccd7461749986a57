import { expect, test } from "vitest";
import type { LazyWrite, RecordWrite } from "../../src/records/storage-backend.ts";
import { Batch, PendingItem } from "../../src/scheduling/batch.ts";
import { type PreparingQueue, WritePreparation } from "../../src/scheduling/write-preparation.ts";

const content = (data: unknown) => ({ data }) as unknown as RecordWrite["content"];
const lazy = (key: string, prepare: LazyWrite["prepare"]): LazyWrite => ({
  key,
  condition: "absent",
  confirms: true,
  prepare,
});
const ready = (key: string): RecordWrite => ({ key, condition: "any", content: content(key) });

/** Prepares a batch of these writes over a queue that writes everything. */
async function prepared(...writes: (RecordWrite | LazyWrite)[]) {
  const [sent, requeued]: [RecordWrite[], RecordWrite[]] = [[], []];
  const outcomesOf = (batch: readonly RecordWrite[]) =>
    batch.map(({ key }) => ({ written: true, revision: key }) as const);
  const queue: PreparingQueue = {
    execute: (batch, ready, complete = (outcomes) => outcomes) => {
      sent.push(...ready);
      batch.settle(complete(outcomesOf(ready)));
    },
    requeue: async (_, write) => {
      requeued.push(write);
      return outcomesOf([write]);
    },
    pause: async () => {},
  };
  const batch = new Batch("write", "results");
  for (const write of writes) new PendingItem(batch, write);
  const preparation = new WritePreparation(queue);
  await preparation.write(batch);
  return { batch, preparation, sent, requeued };
}

test("writes are made when their time comes, and sent together", async () => {
  const { batch, sent } = await prepared(
    ready("a"),
    lazy("b", () => content("made")),
  );
  expect(sent).toEqual([ready("a"), { key: "b", condition: "absent", confirms: true, content: content("made") }]);
  expect(batch.outcomes).toMatchObject([{ revision: "a" }, { revision: "b" }]);
});

test("a write that cannot be made fails alone", async () => {
  const error = new Error("no");
  const fails = (): never => {
    throw error;
  };
  const { batch, sent } = await prepared(ready("a"), lazy("b", fails), ready("c"));
  expect(sent.map(({ key }) => key)).toEqual(["a", "c"]);
  expect(batch.outcomes).toMatchObject([{ revision: "a" }, error, { revision: "c" }]);
  const alone = await prepared(lazy("b", fails));
  expect([alone.sent, alone.batch.outcomes]).toEqual([[], [error]]);
});

test("a write that is made asynchronously is queued again, and delays no other", async () => {
  const { promise, resolve } = Promise.withResolvers<RecordWrite["content"]>();
  const { batch, preparation, sent, requeued } = await prepared(
    lazy("a", () => promise),
    ready("b"),
  );
  expect([sent.length, preparation.isIdle]).toEqual([1, false]);
  let isDone = false;
  const done = preparation.done().then(() => {
    isDone = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect([isDone, requeued]).toEqual([false, []]);
  resolve(content("made"));
  await done;
  expect(requeued).toEqual([{ key: "a", condition: "absent", confirms: true, content: content("made") }]);
  expect(await batch.outcomes[0]).toMatchObject({ revision: "a" });
  await new Promise((resolve) => setImmediate(resolve));
  expect(preparation.isIdle).toBe(true);
  await preparation.done();
});

test("an asynchronous failure is that of the write", async () => {
  const { batch, preparation } = await prepared(lazy("a", () => Promise.reject(new Error("no"))));
  await expect(batch.outcomes[0]).rejects.toThrow("no");
  await preparation.done();
});
