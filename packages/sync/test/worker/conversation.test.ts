import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import type { WorkerMessage, WorkerRequest } from "../../src/protocol/worker-protocol.ts";
import { type Call, Conversation, type Respond } from "../../src/worker/conversation.ts";

const REPLY = { value: 2, now: undefined };

/** A request whose only meaning is its name. */
const request = (name: string): WorkerRequest => [1, name as WorkerRequest[1], undefined, []];

/** Responds by name of the request. */
const responding = (tasks: Readonly<Record<string, (call: Call) => Promise<unknown>>>): Respond => {
  return async ([, name], call): Promise<WorkerMessage> => ["answer", await tasks[name]?.(call)];
};

test("a request is answered; without another message, the answer is repeated", async () => {
  const conversation = new Conversation(responding({ exists: async () => true }));
  expect(await conversation.poll(request("exists"))).toEqual(["answer", true]);
  expect(await conversation.poll()).toEqual(["answer", true]);
});

test("a call comes before the answer, and its reply reaches the request", async () => {
  const update = async (call: Call): Promise<unknown> => (await call("change", [1])).value;
  const conversation = new Conversation(responding({ update }));
  expect(await conversation.poll(request("update"))).toEqual(["call", "change", [1]]);
  expect(await conversation.poll()).toEqual(["call", "change", [1]]);
  expect(await conversation.poll(REPLY)).toEqual(["answer", 2]);
});

test("a request within a call runs in the async context of the call", async () => {
  const context = new AsyncLocalStorage<string>();
  const conversation = new Conversation(
    responding({
      update: (call) => context.run("update", async () => (await call("change", [])).value),
      exists: async () => context.getStore(),
    }),
  );
  await conversation.poll(request("update"));
  expect(await conversation.poll(request("exists"))).toEqual(["answer", "update"]);
  expect(await conversation.poll(REPLY)).toEqual(["answer", 2]);
  expect(await conversation.poll(request("exists"))).toEqual(["answer", undefined]);
});

test("calls of one request are made one after the other", async () => {
  const update = async (call: Call): Promise<unknown> => {
    const replies = await Promise.all([call("change", [1]), call("change", [2])]);
    return replies.map(({ value }) => value);
  };
  const conversation = new Conversation(responding({ update }));
  expect(await conversation.poll(request("update"))).toEqual(["call", "change", [1]]);
  expect(await conversation.poll({ ...REPLY, value: "first" })).toEqual(["call", "change", [2]]);
  expect(await conversation.poll({ ...REPLY, value: "second" })).toEqual(["answer", ["first", "second"]]);
});

test("a request that takes long is reported as running, or as waiting for another process", async () => {
  let finish = (_: unknown): void => {};
  const slow = () => new Promise<unknown>((resolve) => (finish = resolve));
  const conversation = new Conversation(responding({ exists: slow }));
  expect(await conversation.poll(request("exists"))).toBe(undefined);
  conversation.noteWait();
  expect(await conversation.poll()).toEqual(["waiting"]);
  finish(1);
  expect(await conversation.poll()).toEqual(["answer", 1]);
});
