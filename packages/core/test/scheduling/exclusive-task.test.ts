import { expect, test } from "vitest";
import { ExclusiveTask } from "../../src/scheduling/exclusive-task.ts";

test("the caller gets the result or the error, and running never rejects", async () => {
  const run = (task: () => Promise<unknown>): Promise<unknown> =>
    new Promise((resolve, reject) => void new ExclusiveTask(task, resolve, reject).run());
  expect(await run(async () => 1)).toBe(1);
  await expect(run(async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(
    run(() => {
      throw new Error("at once");
    }),
  ).rejects.toThrow("at once");
});
