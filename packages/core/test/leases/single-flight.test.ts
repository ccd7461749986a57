import { deferred } from "@results-manager/testing";
import { expect, test } from "vitest";
import { type FlightContext, SingleFlight } from "../../src/leases/single-flight.ts";
import { findPurpose } from "../../src/scheduling/user-work.ts";

const STORAGE = {};
/** Computations that end when they are told to. */
function open() {
  const flights = new SingleFlight<string>(STORAGE);
  const contexts: FlightContext[] = [];
  const end = deferred<string>();
  const compute = (context: FlightContext): Promise<string> => {
    contexts.push(context);
    return end.promise;
  };
  const run = (signal?: AbortSignal): Promise<string> => flights.run("a", compute, { signal });
  return { flights, contexts, end, run };
}

test("callers of one key share a computation, and later ones start another", async () => {
  const { flights, contexts, end, run } = open();
  const callers = [run(), run(), flights.run("b", async () => "other")];
  expect(contexts).toHaveLength(1);
  end.resolve("done");
  expect(await Promise.all(callers)).toEqual(["done", "done", "other"]);
  expect(contexts[0]?.signal.aborted).toBe(false);
  await run();
  expect(contexts).toHaveLength(2);
});

test("a failure is that of every caller, and the next one tries again", async () => {
  const { contexts, end, run } = open();
  const callers = [run(), run()];
  end.reject(new Error("no"));
  for (const caller of callers) await expect(caller).rejects.toThrow("no");
  await expect(run()).rejects.toThrow("no");
  expect(contexts).toHaveLength(2);
});

test("the computation is aborted when no caller waits any more, with the reason of the last one", async () => {
  const { contexts, run } = open();
  const [first, second] = [new AbortController(), new AbortController()];
  const callers = [run(first.signal), run(second.signal)];
  first.abort(new Error("first"));
  await expect(callers[0]).rejects.toThrow("first");
  expect(contexts[0]?.signal.aborted).toBe(false);
  second.abort(new Error("second"));
  await expect(callers[1]).rejects.toThrow("second");
  expect(contexts[0]?.signal.reason).toEqual(new Error("second"));
  void run().catch(() => {});
  expect(contexts).toHaveLength(2);
});

test("an aborted computation that ends later leaves the next one alone", async () => {
  const flights = new SingleFlight<string>(STORAGE);
  const [first, second] = [deferred<string>(), deferred<string>()];
  const controller = new AbortController();
  const aborted = flights.run("a", () => first.promise, { signal: controller.signal });
  controller.abort(new Error("stopped"));
  await expect(aborted).rejects.toThrow("stopped");
  const next = flights.run("a", () => second.promise);
  first.resolve("old");
  await new Promise((resolve) => setImmediate(resolve));
  const shared = flights.run("a", () => expect.fail());
  second.resolve("new");
  expect(await Promise.all([next, shared])).toEqual(["new", "new"]);
});

test("an aborted caller starts nothing", async () => {
  const { contexts, run } = open();
  await expect(run(AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
  expect(contexts).toEqual([]);
});

test("the function of the user runs for its storage and its computation, which is named in a cycle", async () => {
  const flights = new SingleFlight<unknown>(STORAGE);
  const found = flights.run(
    "a",
    async ({ computing, run }) => {
      const purpose = await run(() => findPurpose(() => true));
      expect(purpose).toMatchObject({ storage: STORAGE, computing });
      return run(() => flights.run("a", async () => 1, {}));
    },
    { name: "the a" },
  );
  await expect(found).rejects.toThrow(
    expect.objectContaining({ code: "COMPUTE_CYCLE", message: expect.stringContaining("the a") }),
  );
});
