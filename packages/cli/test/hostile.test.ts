import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { ModelRegistry, registerModel } from "results-manager";
import * as v from "valibot";
import { expect, test } from "vitest";
import { commandOf, linesOf, runAllOnTerminal, runResults, startResults } from "./run-results.ts";
import { fill, makeSample } from "./sample-store.ts";

test.skipIf(!existsSync("/dev/full"))("output that cannot be written is told in a line, with code 1", async () => {
  const store = await makeSample("files", 1);
  const line = commandOf(["ls", store, "--json"]).map((word) => `'${word}'`);
  const { status, stderr } = spawnSync("bash", ["-c", `${line.join(" ")} > /dev/full`], { encoding: "utf8" });
  expect(status).toBe(1);
  expect(JSON.parse(stderr).error.code).toBe("ENOSPC");
});

test("fields are found by their own names, not by those that every object has", async () => {
  const store = await makeSample("sqlite", 1);
  const Any = registerModel("Any", v.any(), { registry: new ModelRegistry() });
  await fill(store, async (results) => {
    await results.set("odd/1", JSON.parse('{"constructor":1,"__proto__":2}'), { model: Any });
    await results.set("odd/2", { a: 1 }, { model: Any });
  });
  for (const words of [
    ["find", store, "Any", "--csv"],
    ["table", store, "odd", "--csv"],
  ]) {
    const { status, stdout } = await runResults(...words);
    expect([status, stdout]).toEqual([0, "id,constructor,__proto__,a\nodd/1,1,2,\nodd/2,,,1\n"]);
  }
  expect(linesOf(await runResults("diff", store, "odd/1", "odd/2")).map(({ path, to }) => [path, to])).toContainEqual([
    "constructor",
    undefined,
  ]);
});

test("a model that is not there is a wrong word", async () => {
  expect((await runResults("find", await makeSample("files", 1), "Nope")).status).toBe(2);
});

test("a terminal that is closed interrupts a watch, which closes its store", async () => {
  const child = startResults("watch", await makeSample("files", 1));
  await once(child.stderr, "data");
  child.kill("SIGHUP");
  expect(await once(child, "exit")).toEqual([130, null]);
});

test("no stored text commands a terminal, whatever the format", async () => {
  const store = await makeSample("files", 1);
  const evil = "\u001b]0;owned\u0007\u009b2J\u202e";
  const Evil = registerModel(`Evil${evil}`, v.any(), { registry: new ModelRegistry() });
  await fill(store, (results) => results.set("evil", { text: evil, [evil]: 1 }, { model: Evil }));
  const commands = [
    ["get", store, "evil"],
    ["get", store, "evil", "--json"],
    ["table", store, "evil", "--csv"],
    ["types", store],
  ];
  for (const { status, stdout } of runAllOnTerminal(commands, { env: { NO_COLOR: "1" } })) {
    const obeyed = [...evil].filter((each) => !"]0;owned2J".includes(each) && stdout.includes(each));
    expect([status, obeyed, stdout.includes("owned")]).toEqual([0, [], true]);
  }
});
