import { expect, test } from "vitest";
import { isOwnProcess } from "../../src/leases/lease-record.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";

test("a holder is this process only if its kernel, host, process id and start time are", () => {
  const own = { ...processIdentity(), session: undefined };
  expect(isOwnProcess(own)).toBe(true);
  const others = { kernel: "another", host: "another", pid: own.pid + 1, started: "another" };
  for (const [name, value] of Object.entries(others)) {
    expect([name, isOwnProcess({ ...own, [name]: value })]).toEqual([name, false]);
  }
});
