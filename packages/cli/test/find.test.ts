import { collect } from "@results-manager/testing";
import { describe, expect, test } from "vitest";
import { parseCondition } from "../src/commands/conditions/parse-condition.ts";
import { withColumns } from "../src/output/field-columns.ts";
import { linesOf, runOnTerminal, runResults } from "./run-results.ts";
import { fill, MEDIUM_NAMES, makeSample, Other, runOf } from "./sample-store.ts";

test("conditions are paths, operators and values", async () => {
  expect(parseCondition("accuracy>0.9")).toEqual({ accuracy: { gt: 0.9 } });
  expect(parseCondition("a.b <= -1e3")).toEqual({ "a.b": { lte: -1000 } });
  expect(parseCondition("model=opus")).toEqual({ model: { eq: "opus" } });
  expect(parseCondition("model!='a b'")).toEqual({ model: { ne: "a b" } });
  expect(parseCondition('model="7"')).toEqual({ model: { eq: "7" } });
  expect(parseCondition("done==true")).toEqual({ done: { eq: true } });
  expect(parseCondition("name^=7")).toEqual({ name: { startsWith: "7" } });
  expect(parseCondition("name$=.ts")).toEqual({ name: { endsWith: ".ts" } });
  expect(parseCondition("name*=a=b")).toEqual({ name: { contains: "a=b" } });
  expect(parseCondition("name~a*")).toEqual({ name: { like: "a*" } });
  expect(parseCondition("$updatedAt>=2026-01-31")).toEqual({
    or: [{ $updatedAt: { gte: new Date("2026-01-31") } }, { $updatedAt: { gte: "2026-01-31" } }],
  });
  expect(parseCondition("config.lr")).toEqual({ "config.lr": { exists: true } });
  for (const wrong of ["", "=1", ">"]) expect(() => parseCondition(wrong)).toThrow("is not a condition");
});

describe.each(MEDIUM_NAMES)("find and count over %s", (medium) => {
  test("find needs no program that knows the model", async () => {
    const store = await makeSample(medium);
    const best = await runResults(
      "find",
      store,
      "Run",
      "-w",
      "accuracy>=0.7",
      "-w",
      "model=opus",
      "--order=-accuracy",
      "--prefix",
      "runs",
    );
    expect(linesOf(best)).toEqual([
      { id: "runs/4/score", value: { ...runOf(4), at: runOf(4).at.toISOString() } },
      { id: "runs/2/score", value: { ...runOf(2), at: runOf(2).at.toISOString() } },
    ]);
    expect(linesOf(await runResults("find", store, "-w", "at>1970-01-01T00:00:02Z", "--ids", "--limit", "2"))).toEqual([
      { id: "best" },
      { id: "runs/3/score" },
    ]);
    const csv = await runResults("find", store, "--select", "config.lr", "--select", "model", "--csv", "--limit", "1");
    expect(csv.stdout).toBe("id,config.lr,model\nbest,0.0001,opus\n");
    expect(runOnTerminal(["find", store, "--prefix", "best"]).stdout).toContain("best  opus        0.9     0.0001");
  });

  test("wrong fields, operators and models are refused by name", async () => {
    const store = await makeSample(medium, 1);
    const field = await runResults("find", store, "-w", "acuracy>1");
    expect([field.status, field.stdout]).toEqual([2, ""]);
    expect(field.stderr).toContain("Did you mean 'accuracy'?");
    expect((await runResults("count", store, "--where-json", '{"accuracy":{"above":1}}')).status).toBe(2);
    expect((await runResults("find", store, "--select", "acuracy")).status).toBe(2);
    const model = await runResults("find", store, "Runs", "--json");
    expect(JSON.parse(model.stderr).error).toEqual({
      code: "MODEL_NOT_REGISTERED",
      message:
        "No model 'Runs' is known in any namespace. The store has no results of it, but of Run. Did you mean 'Run'?",
    });
    const namespace = await runResults("find", store, "--namespace", "lab");
    expect([namespace.status, namespace.stderr]).toEqual([
      2,
      "results: The namespace 'lab' has no results. The store has default.\n",
    ]);
  });

  test("count counts, and compares groups", async () => {
    const store = await makeSample(medium);
    expect((await runResults("count", store)).stdout).toBe('{"count":6}\n');
    expect(runOnTerminal(["count", store, "Run", "-w", "accuracy>0.8"]).stdout).toBe("2\n");
    const groups = ["--prefix", "runs", "--group-by", "model", "--avg", "accuracy", "--max", "config.lr"];
    expect(linesOf(await runResults("count", store, "Run", ...groups))).toEqual([
      { group: { model: "haiku" }, count: 2, avg: { accuracy: 0.7 }, max: { "config.lr": 0.1 } },
      { group: { model: "opus" }, count: 3, avg: { accuracy: 0.7000000000000001 }, max: { "config.lr": 1 } },
    ]);
    expect((await runResults("count", store, ...groups, "--csv")).stdout.split("\n")[0]).toBe(
      "model,count,avg accuracy,max config.lr",
    );
  });
});

test("a field that no early row has gets no column, and that is told", async () => {
  async function* rows() {
    for (let i = 0; i < 500; i++) yield { id: `r/${i}` };
    for (let i = 500; i < 502; i++) yield { id: `r/${i}`, late: i };
  }
  const told: string[] = [];
  const { columns, rows: all } = await withColumns(rows(), (field) => told.push(field));
  expect(await collect(all)).toHaveLength(502);
  expect([columns.map(({ key }) => key), told]).toEqual([["id"], ["late"]]);
});

test("a store of several models asks which one is meant", async () => {
  const store = await makeSample("files", 1);
  await fill(store, (results) => results.set("other", { a: 1 }, { model: Other }));
  const { status, stderr } = await runResults("find", store);
  expect(status).toBe(2);
  expect(stderr).toContain("name one of Other, Run");
  expect(linesOf(await runResults("find", store, "Other"))).toEqual([{ id: "other", value: { a: 1 } }]);
});
