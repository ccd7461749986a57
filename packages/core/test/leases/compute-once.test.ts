import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { deferred } from "@results-manager/testing";
import { expect, test } from "vitest";
import { computeOnce, LEASE_WAIT_CHANNEL } from "../../src/leases/compute-once.ts";
import { type FlightContext, SingleFlight } from "../../src/leases/single-flight.ts";
import { MemoryStorage, type Space } from "../../src/storage.ts";

const KEY = "id";

/** Two faces of one store, each with its own flights, as two backends on one folder have. */
function twoFaces() {
  const storage = new MemoryStorage();
  const stored: number[] = [];
  const faceOf = (flights: SingleFlight<number>) => (compute: () => Promise<number>) =>
    flights.run(KEY, ({ signal, computing, run }: FlightContext) =>
      computeOnce(storage, KEY, {
        signal,
        computing,
        find: async () => stored[0],
        compute: async () => {
          stored.push(await run(compute));
          return stored[0] as number;
        },
      }),
    );
  return [faceOf(new SingleFlight({})), faceOf(new SingleFlight({}))] as const;
}

test("a computation that asks for itself through another face of the store is refused", async () => {
  const [one, other] = twoFaces();
  await expect(one(() => other(async () => 1))).rejects.toMatchObject({ code: "COMPUTE_CYCLE", id: KEY });
  expect(await one(async () => 2)).toBe(2);
});

test("another face of the store waits, says so, and gets the value", async () => {
  const [one, other] = twoFaces();
  const waits: unknown[] = [];
  const onWait = (key: unknown): void => void waits.push(key);
  subscribe(LEASE_WAIT_CHANNEL, onWait);
  const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const first = one(async () => {
    await delay(40);
    return 1;
  });
  await delay(5);
  expect(await Promise.all([first, other(async () => 2)])).toEqual([1, 1]);
  unsubscribe(LEASE_WAIT_CHANNEL, onWait);
  expect(new Set(waits)).toEqual(new Set([KEY]));
});

/** Medium with leases of its own, and notified of their release. */
class NotifiedStorage extends MemoryStorage {
  readonly log: string[] = [];
  #isHeld = false;
  #onRelease = (): void => {};

  override async takeLease(space: Space, key: string) {
    if (this.#isHeld) return { holder: undefined };
    this.#isHeld = true;
    this.log.push(`took ${space} ${key}`);
    return {
      release: async () => {
        this.#isHeld = false;
        this.log.push("released");
        this.#onRelease();
      },
    };
  }

  override waitForChange(space: Space, key: string): Promise<void> {
    this.log.push(`waits for ${space} ${key}`);
    return new Promise((resolve) => {
      this.#onRelease = resolve;
    });
  }
}

test("a medium may have leases of its own, and say when they are released", async () => {
  await using storage = new NotifiedStorage();
  const { signal } = new AbortController();
  const found: number[] = [];
  const end = deferred<void>();
  const compute = async (value: number): Promise<number> => {
    await end.promise;
    found.push(value);
    return value;
  };
  const outcomes = [1, 2].map((value) =>
    computeOnce(storage, KEY, { signal, find: async () => found[0], compute: () => compute(value) }, "call_leases"),
  );
  await new Promise(setImmediate);
  end.resolve();
  expect(await Promise.all(outcomes)).toEqual([1, 1]);
  expect(storage.log).toEqual([
    `took call_leases ${KEY}`,
    `waits for call_leases ${KEY}`,
    "released",
    `took call_leases ${KEY}`,
    "released",
  ]);
  expect(await storage.has("call_leases", [KEY])).toEqual([false]);
});

test("a computation that is aborted before it begins takes no lease", async () => {
  await using storage = new NotifiedStorage();
  const signal = AbortSignal.abort(new Error("Stop."));
  const never = async (): Promise<number> => expect.unreachable();
  await expect(computeOnce(storage, KEY, { signal, find: never, compute: never })).rejects.toThrow("Stop.");
  expect(storage.log).toEqual([]);
});

/** Medium whose lease is taken at once, and whose release fails the first times. */
class FailingRelease extends MemoryStorage {
  failures = 0;
  releases = 0;

  override async takeLease() {
    const release = async (): Promise<void> => {
      this.releases++;
      if (this.failures-- > 0) throw new Error("no release");
    };
    return { release };
  }
}

test("a lease is released once, directly after the value was stored, and again if that failed", async () => {
  const { signal } = new AbortController();
  for (const [failures, releases] of [
    [0, 1],
    [1, 2],
  ] as const) {
    await using storage = new FailingRelease();
    storage.failures = failures;
    const compute = async (stored: () => void): Promise<number> => {
      stored();
      expect(storage.releases).toBe(1);
      return 1;
    };
    expect(await computeOnce(storage, KEY, { signal, find: async () => undefined, compute })).toBe(1);
    expect(storage.releases).toBe(releases);
  }
});

test("a computation that is aborted while it looks for the value does not begin, and releases the lease", async () => {
  await using storage = new FailingRelease();
  const controller = new AbortController();
  const find = async (): Promise<undefined> => void controller.abort(new Error("Stop."));
  const compute = async (): Promise<number> => expect.unreachable();
  await expect(computeOnce(storage, KEY, { signal: controller.signal, find, compute })).rejects.toThrow("Stop.");
  expect(storage.releases).toBe(1);
});
