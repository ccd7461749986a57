import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MemoryStorage } from "@crawlee/memory-storage";
import KeyvSqlite from "@keyv/sqlite";
import Keyv from "keyv";
import nodePersist from "node-persist";
import { openStore, type Store } from "results-manager";
import { expect, test } from "vitest";
import { linesOf, runAlone, runResults } from "./run-results.ts";
import { makeFolder } from "./sample-store.ts";

const PNG = Buffer.from([137, 80, 255]);

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

/** Runs an import into a new store of files; a task looks at the store. */
const imported = async (words: readonly string[], look: (store: Store) => Promise<unknown>, input = "") => {
  const url = join(makeFolder(), "data");
  const run = runAlone({ input }, "import", url, ...words);
  await using store = await openStore(url, { createIfMissing: false });
  await look(store);
  return { ...run, counts: linesOf(run) };
};

const inspected = async ({ results }: Store): Promise<Record<string, unknown>> => {
  const values: Record<string, unknown> = {};
  for await (const id of results.ids()) values[id] = (await results.inspect(id)).value;
  return values;
};

const cached = async ({ cache }: Store): Promise<Record<string, unknown>> => {
  const values: Record<string, unknown> = {};
  for await (const { key, value } of cache.entries()) values[key] = value;
  return values;
};

const ttlOf = async ({ cache }: Store, wanted: string): Promise<number | undefined> => {
  for await (const { key, ttlSeconds } of cache.entries()) if (key === wanted) return ttlSeconds;
  return undefined;
};

test("CSV becomes plain objects, and bad rows are told", async () => {
  const input = `\ufeffrun,a.b,a\\.b,list,text,n\r
r/1,1.5,x,"[1,{""y"":2}]",'=1+1,-0.25\r
r/2,,,[torn,007,12345678901234567890\r
r/3,true,1\r
r/1,2,,,"line
break",1e3\r
a/../b,1,,,,\r
p,,,,,1\r
r/4,1,,,"open`;
  const { status, stderr, counts } = await imported(
    ["--format", "csv", "--model", "Run", "--id", "run"],
    async (store) => {
      expect(await inspected(store)).toEqual({
        "r/1": { a: { b: 1.5 }, "a.b": "x", list: [1, { y: 2 }], text: "=1+1", n: -0.25 },
        "r/2": { list: "[torn", text: "007", n: "12345678901234567890" },
        p: { n: 1 },
      });
      expect(await store.results.info("r/1")).toMatchObject({ modelName: "Run", namespace: "default", version: 1 });
    },
    input,
  );
  expect(status).toBe(1);
  expect(counts).toEqual([{ face: "results", imported: 3, skipped: 0, failed: 2 }]);
  expect(stderr).toMatch(/line 4: The row has 3 cells, and the header 6/);
  expect(stderr).toMatch(/line 6: .*RESULT_EXISTS/);
  expect(stderr).toMatch(/line 7: .*INVALID_ID/);
  expect(stderr).toMatch(/Quote Not Closed/);
});

test("CSV that export has written is read back", async () => {
  const url = join(makeFolder(), "data");
  await using store = await openStore(url);
  const data = JSON.parse('{"x":-1,"deep":{"a.b":"@text","list":["=1"],"__proto__":{"y":1}},"id":"own"}');
  const times = { createdAt: "2026-01-01T00:00:00.000Z", updatedAt: "2026-01-01T00:00:00.000Z" };
  await store.results.importRecords([{ id: "=r/1", modelName: "M", namespace: "default", version: 1, data, ...times }]);
  const { stdout } = await runResults("export", url, "-f", "csv");
  const look = async (copy: Store) =>
    expect(JSON.stringify(await inspected(copy))).toBe(JSON.stringify({ "=r/1": data }));
  expect((await imported(["-f", "csv", "--model", "M"], look, stdout)).stderr).toBe("");
});

test("node-persist: a folder becomes a cache with its times of expiry", async () => {
  const dir = join(makeFolder(), "np");
  const storage = nodePersist.create({ dir });
  await storage.init();
  await storage.setItem("plain/key", { x: 1, list: [null, "a"] });
  await storage.setItem("ttl", "text", { ttl: 3_600_000 });
  write(join(dir, "broken"), '{"key":');
  symlinkSync("/etc/passwd", join(dir, "link"));
  const { status, stderr } = await imported([dir, "--from", "node-persist"], async (store) => {
    expect(await cached(store)).toEqual({ "plain/key": { x: 1, list: [null, "a"] }, ttl: "text" });
    expect(await ttlOf(store, "ttl")).toBeGreaterThan(3000);
    expect(await ttlOf(store, "plain/key")).toBeUndefined();
  });
  expect([status, stderr.match(/^results: .*/gm)?.length]).toEqual([1, 1]);
  expect(stderr).toContain(join(dir, "broken"));
});

test("keyv: a database becomes a cache with its times of expiry", async () => {
  const path = join(makeFolder(), "keyv.db");
  const store = new KeyvSqlite(`sqlite://${path}`);
  const keyv = new Keyv({ store });
  await keyv.set("a", { x: 1 });
  await keyv.set("colon", ":text");
  await keyv.set("bytes", Buffer.from("hi"));
  await keyv.set("ttl", [1], 3_600_000);
  await new Keyv({ store, namespace: "other" }).set("a", 2);
  await keyv.disconnect();
  const { status, stderr } = await imported([path, "--from", "keyv-sqlite"], async (copy) => {
    expect(await cached(copy)).toEqual({
      a: { x: 1 },
      colon: ":text",
      bytes: Buffer.from("hi"),
      ttl: [1],
      "other:a": 2,
    });
    expect(await ttlOf(copy, "ttl")).toBeGreaterThan(3000);
  });
  expect([status, stderr]).toEqual([0, ""]);
});

test("crawlee: datasets become results, and key-value stores a cache", async () => {
  const folder = join(makeFolder(), "storage");
  const memory = new MemoryStorage({ localDataDirectory: folder, persistStorage: true, writeMetadata: true });
  const { id } = await memory.datasets().getOrCreate("pages");
  await memory.dataset(id).pushItems([{ url: "https://a.example", n: 1 }, { url: "https://b.example" }]);
  const records = memory.keyValueStore((await memory.keyValueStores().getOrCreate("default")).id);
  await records.setRecord({ key: "INPUT", value: { depth: 2 }, contentType: "application/json" });
  await records.setRecord({ key: "page.v1", value: "<p>é", contentType: "text/html" });
  await records.setRecord({ key: "shot", value: PNG, contentType: "image/png" });
  await memory.teardown();
  const secret = join(makeFolder(), "secret.json");
  write(secret, '{"secret":true}');
  symlinkSync(secret, join(folder, "datasets/pages/000000009.json"));
  symlinkSync(dirname(secret), join(folder, "datasets/outside"));
  const { status, stderr } = await imported([folder, "--from", "crawlee"], async (store) => {
    expect(await inspected(store)).toEqual({
      "datasets/pages/000000001": { url: "https://a.example", n: 1 },
      "datasets/pages/000000002": { url: "https://b.example" },
    });
    expect(await cached(store)).toEqual({
      "default/INPUT": { depth: 2 },
      "default/page.v1": "<p>é",
      "default/shot": new Uint8Array(PNG),
    });
  });
  expect([status, stderr]).toEqual([0, ""]);
});

test("mlflow: each run becomes a result", async () => {
  const runs = join(makeFolder(), "mlruns");
  const run = join(runs, "123/0123e4567");
  write(
    join(runs, "123/meta.yaml"),
    "artifact_location: file:///x\nexperiment_id: '123'\nlifecycle_stage: active\nname: my exp\n",
  );
  write(
    join(run, "meta.yaml"),
    "artifact_uri: file:///x\nend_time: 1700000002000\nexperiment_id: '123'\nlifecycle_stage: active\nrun_id: 0123e4567\nrun_name: 1e5\nstart_time: 1700000000000\nstatus: 3\ntags: []\nuser_id: ann\n",
  );
  write(join(run, "params/lr"), "0.01");
  write(join(run, "params/optim/name"), "adam");
  write(join(run, "metrics/val/loss"), "1700000001000 0.5 1\n1700000000500 0.9 0\n");
  write(join(run, "metrics/bad"), "1700000001000 nan 0\n1700000001001 -inf 1\n");
  write(join(run, "tags/mlflow.source.name"), "train.py\n");
  write(join(run, "artifacts/model.bin"), "ignored");
  write(join(runs, ".trash/9/8/meta.yaml"), "start_time: 1\n");
  symlinkSync("/etc/passwd", join(run, "params/outside"));
  const broken = join(runs, "123/broken");
  write(join(broken, "meta.yaml"), "start_time: 1\n");
  write(join(broken, "metrics/loss"), "yesterday 1 1\n");
  const huge = join(runs, "123/huge");
  write(join(huge, "meta.yaml"), "a: &a [x]\nb: *a\n");
  const large = join(runs, "123/large");
  write(join(large, "meta.yaml"), "start_time: 1\n");
  write(join(large, "params/p"), "");
  truncateSync(join(large, "params/p"), 2 ** 26 + 1);
  const { status, stderr, counts } = await imported([runs, "--from", "mlflow"], async (store) => {
    const time = (ms: number): Date => new Date(1_700_000_000_000 + ms);
    expect(await inspected(store)).toEqual({
      "123/0123e4567": {
        ...{ experiment: "my exp", runName: "1e5", user: "ann", status: "FINISHED", lifecycleStage: "active" },
        ...{ startTime: time(0), endTime: time(2000) },
        params: { lr: "0.01", "optim/name": "adam" },
        tags: { "mlflow.source.name": "train.py\n" },
        metrics: { "val/loss": 0.5, bad: Number.NEGATIVE_INFINITY },
        history: {
          "val/loss": [
            { step: 0, time: time(500), value: 0.9 },
            { step: 1, time: time(1000), value: 0.5 },
          ],
          bad: [
            { step: 0, time: time(1000), value: Number.NaN },
            { step: 1, time: time(1001), value: Number.NEGATIVE_INFINITY },
          ],
        },
      },
    });
    expect(await store.results.info("123/0123e4567")).toMatchObject({ createdAt: time(0), updatedAt: time(2000) });
  });
  expect([status, counts]).toEqual([1, [{ face: "results", imported: 1, skipped: 0, failed: 0 }]]);
  for (const path of [broken, huge, large]) expect(stderr).toContain(`results: ${path}: `);
});

test("wrong words are refused before a store is made", async () => {
  const folder = makeFolder();
  const store = join(folder, "data");
  const csv = join(folder, "x.csv");
  writeFileSync(csv, "a,a\n1,2\n");
  for (const words of [
    [csv],
    [csv, "--model", "M"],
    [csv, "--model", "M", "--id", "a"],
    ["--model", "M"],
    ["--from", "mlflow"],
    [join(folder, "none"), "--from", "crawlee"],
    [csv, "--from", "node-persist"],
    [csv, "--from", "keyv-sqlite"],
    [folder, "--from", "other"],
  ])
    expect([(await runResults("import", store, ...words)).status, words]).toEqual([2, words]);
  expect(readdirSync(folder)).toEqual(["x.csv"]);
});
