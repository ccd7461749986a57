import { expect, test } from "vitest";
import { LeaseWatch } from "../../src/leases/lease-watch.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";

const OWN = { ...processIdentity(), session: "s" };
const GONE = { ...OWN, pid: 2 ** 30 };
const CONTAINED = { ...OWN, host: "container" };
const REMOTE = { ...CONTAINED, kernel: "another" };
const [SILENCE, LONG_SILENCE] = [5_000, 60_000];

/** Times of silence, in milliseconds, of which the last one is the first that makes the holder count as dead. */
test.for<[name: string, data: object, isOpen: boolean | undefined, dead: number]>([
  ["that cannot be read", {}, undefined, SILENCE + 1],
  ["that has died", GONE, undefined, 0],
  ["that has died, whose store seems open", GONE, true, 0],
  ["that is alive, with an open store", OWN, true, LONG_SILENCE + 1],
  ["that is alive, and nothing tells of its store", OWN, undefined, LONG_SILENCE + 1],
  ["that is alive, whose store was closed", OWN, false, SILENCE + 1],
  ["that is alive, without a session", { ...OWN, session: undefined }, false, LONG_SILENCE + 1],
  ["of another container, with an open store", CONTAINED, true, LONG_SILENCE + 1],
  ["of another container, whose store was closed", CONTAINED, false, 0],
  ["of another container, of which nothing tells", CONTAINED, undefined, SILENCE + 1],
  ["of another machine, with an open store", REMOTE, true, LONG_SILENCE + 1],
  ["of another machine, whose store was closed", REMOTE, false, SILENCE + 1],
])("a holder %s", ([, data, isOpen, dead]) => {
  let now = 7;
  const watch = new LeaseWatch({ isOpen: () => isOpen }, () => now);
  const record = { data: { ...data, beats: 0 }, revision: "r" } as never;
  const times = [0, SILENCE, SILENCE + 1, LONG_SILENCE, LONG_SILENCE + 1];
  expect(
    times.filter((silence) => {
      now = 7 + silence;
      return watch.isDead(record);
    }),
  ).toEqual(times.filter((silence) => silence >= dead));
});

test("the silence begins with the first look at a record, and with each change of it", () => {
  let now = 100_000;
  const watch = new LeaseWatch(undefined, () => now);
  const isDead = (revision: string): boolean => watch.isDead({ data: { ...REMOTE, beats: 0 }, revision } as never);
  expect(isDead("a")).toBe(false);
  now += SILENCE;
  expect(isDead("a")).toBe(false);
  expect(isDead("b")).toBe(false);
  now += SILENCE;
  expect(isDead("b")).toBe(false);
  now += 1;
  expect(isDead("b")).toBe(true);
});
