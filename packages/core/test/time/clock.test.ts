import { number } from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { MemoryBackend, ModelRegistry, systemClock } from "../../src/index.ts";
import { isoTime } from "../../src/time/real-time.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());

afterEach(() => {
  vi.useRealTimers();
});

test("the machine's clock goes by real time, whatever a test makes of Date", () => {
  const before = Date.now();
  vi.useFakeTimers({ now: 0 });
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
});

test("a clock that asks the global Date follows a faked one", async () => {
  await using results = new MemoryBackend({ registry, clock: { now: () => Date.now() } });
  vi.useFakeTimers({ now: 1_000_000 });
  await results.set("id", 1, { model: Count, ttlSeconds: 60 });
  vi.advanceTimersByTime(59_999);
  expect(await results.exists("id")).toBe(true);
  vi.advanceTimersByTime(1);
  expect(await results.exists("id")).toBe(false);
});

test("times are formatted as Date formats them", () => {
  const times = [
    0,
    -0.5,
    -1,
    -1000,
    999,
    1000,
    1.7e12 + 0.9,
    1_767_225_600_007,
    1_767_225_600_070,
    1_767_225_600_700,
    8.64e15,
    -8.64e15,
  ];
  for (const time of times) expect(isoTime(time)).toBe(new Date(time).toISOString());
  expect(() => isoTime(Number.NaN)).toThrow(RangeError);
});
