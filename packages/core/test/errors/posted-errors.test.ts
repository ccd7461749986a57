import { fork } from "node:child_process";
import { once } from "node:events";
import { deserialize, serialize } from "node:v8";
import { MessageChannel, Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import * as core from "../../src/index.ts";

const ECHO =
  "const { parentPort } = require('node:worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));";

/** The ways on which an error is sent, and comes back. */
const WAYS: Readonly<Record<string, (sent: unknown) => Promise<unknown>>> = {
  structuredClone: async (sent) => structuredClone(sent),
  "v8.serialize": async (sent) => deserialize(serialize(sent)),
  "a channel": async (sent) => {
    const { port1, port2 } = new MessageChannel();
    const received = once(port2, "message");
    port1.postMessage(sent);
    const [message] = await received;
    port1.close();
    return message;
  },
  "a worker": async (sent) => {
    const worker = new Worker(ECHO, { eval: true });
    const received = once(worker, "message");
    worker.postMessage(sent);
    const [message] = await received;
    await worker.terminate();
    return message;
  },
  "a child, advanced": (sent) => throughChild("advanced", sent),
  "a child, as JSON": (sent) => throughChild("json", sent),
};

async function throughChild(serialization: "advanced" | "json", sent: unknown): Promise<unknown> {
  const child = fork(new URL("../support/echo.cjs", import.meta.url), { serialization, execArgv: [] });
  const received = once(child, "message");
  child.send(sent as object);
  const [message] = await received;
  return message;
}

const cause = new core.LockTimeoutError("lock", 10);
const ERRORS: readonly core.ResultsError[] = [
  new core.ResultNotFoundError("a/b"),
  new core.ValidationError("M", [{ message: "no\nfurther", path: ["x"] }], "a"),
  new core.StorageError("The disk\nis full.", { id: "a", cause }, "STORAGE_FULL"),
  new core.ResultDiffersError("a", "why", { path: ["x"], old: 1n, new: { y: 2 } }),
];

describe.each(Object.entries(WAYS))("an error that is sent by %s", (_way, send) => {
  test.each(ERRORS)("$code keeps its code", async (error) => {
    const received = (await send(error)) as core.ResultsError;
    expect(received).not.toBe(error);
    expect(core.isResultsError(received, error.code)).toBe(true);
    expect(core.isResultsError(received, "MODEL_UNKNOWN")).toBe(false);
    expect([received.code, received.name, received.message]).toEqual([error.code, error.name, error.message]);
    if (error.cause) expect(core.isResultsError(received.cause, "LOCK_TIMEOUT")).toBe(true);
  });

  test.each(ERRORS)("$code keeps everything where it is serialized", async (error) => {
    const received = (await send(core.serializeError(plain(error)))) as core.SerializedError;
    const again = core.deserializeError(received) as core.ResultsError;
    expect(again).toBeInstanceOf(error.constructor);
    expect({ ...again }).toEqual({ ...plain(error) });
    expect([again.message, again.stack]).toEqual([error.message, error.stack]);
    if (error.cause) expect(again.cause).toBeInstanceOf(core.LockTimeoutError);
  });
});

/** JSON knows no bigints. */
function plain(error: core.ResultsError): core.ResultsError {
  if (!(error instanceof core.ResultDiffersError)) return error;
  const copy = core.deserializeError(core.serializeError(error)) as core.ResultDiffersError;
  return Object.assign(copy, { difference: { path: ["x"], old: 1, new: { y: 2 } } });
}

test("others' errors that were cloned are not taken for ours", () => {
  class ValidationError extends Error {
    override name = "ValidationError";
  }
  const foreign = [new ValidationError("no"), new Error("x [RESULT_NOT_FOUND]: no"), new TypeError("RESULT_NOT_FOUND")];
  for (const error of foreign) expect(core.isResultsError(structuredClone(error))).toBe(false);
});

test("JSON holds what there is of an error but its stack, and what JSON does not know as text", () => {
  const error = new core.ResultDiffersError("a", "why", { path: [], old: 1n, new: 2n }, new RangeError("deep"));
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    name: "ResultDiffersError",
    code: "RESULT_DIFFERS",
    id: "a",
    message: error.message,
    difference: "{ path: [], old: 1n, new: 2n }",
    cause: { name: "RangeError", message: "deep" },
  });
});

test("every class of the library is found again", () => {
  const classes = (Object.values(core) as unknown[]).filter(
    (each): each is typeof core.ResultsError =>
      typeof each === "function" && each.prototype instanceof core.ResultsError,
  );
  expect(classes.length).toBeGreaterThan(20);
  for (const Class of classes) {
    expect(core.deserializeError({ name: Class.name, message: "no" }), Class.name).toBeInstanceOf(Class);
  }
});
