import { expect, test } from "vitest";
import { holderOf, isOwnProcess, leaseContent } from "../../src/leases/lease-record.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";

test("a holder is this process only if its kernel, host, process id and start time are", () => {
  const own = { ...processIdentity(), session: undefined };
  expect(isOwnProcess(own)).toBe(true);
  const others = { kernel: "another", host: "another", pid: own.pid + 1, started: "another" };
  for (const [name, value] of Object.entries(others)) {
    expect([name, isOwnProcess({ ...own, [name]: value })]).toEqual([name, false]);
  }
});

test("the record of a lease names its process, its beats, and the open store if it has a name", () => {
  const clock = { now: () => 5 };
  const time = new Date(5).toISOString();
  const record = { modelName: "lease", namespace: "results-manager", version: 1, createdAt: time, updatedAt: time };
  expect(leaseContent({} as never, clock, 3)).toStrictEqual({ ...record, data: { ...processIdentity(), beats: 3 } });
  const { data } = leaseContent({ sessions: { name: "s" } } as never, clock, 0);
  expect(data).toStrictEqual({ ...processIdentity(), session: "s", beats: 0 });
});

test("a holder is read from an intact record alone", () => {
  const holder = { kernel: "k", host: "h", pid: 1, started: "2", session: "s" };
  const of = (data: unknown, corrupt?: string) => holderOf({ data, corrupt, revision: {} } as never);
  expect(of({ ...holder, beats: 1 })).toEqual(holder);
  expect(of({ host: "h", pid: 1, started: "2" })).toEqual({ ...holder, kernel: "", session: undefined });
  expect(of({ ...holder, kernel: 5, session: 5 })).toEqual({ ...holder, kernel: "", session: undefined });
  expect([holderOf(undefined), of(holder, "torn")]).toEqual([undefined, undefined]);
  for (const odd of [{ host: 1 }, { pid: "1" }, { started: 2 }]) expect(of({ ...holder, ...odd })).toBeUndefined();
});
