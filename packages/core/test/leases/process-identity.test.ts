import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { isAlive, isOfThisKernel, processIdentity } from "../../src/leases/process-identity.ts";

test("this process lives, and is always the same", () => {
  expect(processIdentity()).toBe(processIdentity());
  expect(processIdentity().pid).toBe(process.pid);
  expect(isAlive(processIdentity())).toBe(true);
});

test("a process that has ended is seen to be dead", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdout.write(process.argv[0])"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { pid } = child;
  await once(child, "close");
  expect(isAlive({ ...processIdentity(), pid: pid as number })).toBe(false);
});

test("a process that is killed is seen to be dead", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000); console.log('up')"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "close");
  expect(isAlive({ ...processIdentity(), pid: child.pid as number })).toBe(false);
});

test("another process under the same id is another one", () => {
  expect(isAlive({ ...processIdentity(), started: "1" })).toBe(false);
});

test("a process of another machine cannot be seen", () => {
  expect(isAlive({ ...processIdentity(), host: "elsewhere" })).toBeUndefined();
});

test("a process whose start is hidden is taken for the one that has its id", () => {
  expect(isAlive({ ...processIdentity(), started: "" })).toBe(true);
  expect(isAlive({ ...processIdentity(), started: "", pid: 2 ** 30 })).toBe(false);
});

test("only a process of the same kernel is", () => {
  expect(isOfThisKernel(processIdentity())).toBe(existsSync("/proc/sys/kernel/random/boot_id"));
  expect(isOfThisKernel({ ...processIdentity(), host: "container" })).toBe(isOfThisKernel(processIdentity()));
  expect(isOfThisKernel({ ...processIdentity(), kernel: "" })).toBe(false);
  expect(isAlive({ ...processIdentity(), kernel: "another" })).toBeUndefined();
});
