import type { FoundRecord, RecordContent, RecordWrite } from "@results-manager/core/storage";
import { describe, expect, test } from "vitest";
import { changeBatch, removeBatch, writeBatch } from "../src/index.ts";
import { MapRecords } from "./map-records.ts";

const NOW = 1_000;

function content(data: RecordContent["data"], expiresAt?: number): RecordContent {
  const time = "2026-01-01T00:00:00.000Z";
  return {
    modelName: "M",
    namespace: "n",
    version: 1,
    data,
    createdAt: time,
    updatedAt: time,
    expiresAt,
  } as RecordContent;
}

function write(key: string, condition: RecordWrite["condition"], data: number, expiresAt?: number): RecordWrite {
  return { key, condition, content: content(data, expiresAt) };
}

/** Data that the records of the keys hold. */
async function dataOf(records: MapRecords, ...keys: string[]): Promise<unknown[]> {
  return (await records.find(keys)).map((found) => found && "data" in found && found.data);
}

function revisionOf(found: FoundRecord): string {
  return found?.revision as string;
}

describe.for([false, true])("a batch over a driver that returns promises: %s", (isAsync) => {
  async function filled(...keys: string[]): Promise<MapRecords> {
    const records = new MapRecords(isAsync);
    await writeBatch(
      records,
      keys.map((key, i) => write(key, "any", i, key.startsWith("expired") ? NOW : undefined)),
      NOW,
    );
    records.log.length = 0;
    return records;
  }

  test("is one statement for a lone write, and further ones only where that did not write the row", async () => {
    const records = await filled("a", "expired");
    const statementsOf = async (lone: RecordWrite): Promise<unknown> => {
      records.log.length = 0;
      const [outcome] = await writeBatch(records, [lone], NOW);
      return [outcome instanceof Error ? outcome.message : outcome?.written, ...records.log];
    };
    expect(await statementsOf(write("new", "absent", 1))).toEqual([true, "insert new"]);
    expect(await statementsOf(write("new", "any", 2))).toEqual([true, "upsert new"]);
    expect(await statementsOf(write("expired", "absent", 3))).toEqual([
      true,
      "insert expired",
      "replaceExpired expired",
    ]);
    expect(await statementsOf(write("a", "absent", 4))).toEqual([false, "insert a", "replaceExpired a", "find a"]);
    expect(await statementsOf(write("broken", "absent", 5))).toEqual(["broken", "insert broken"]);
    expect(await dataOf(records, "new", "expired", "a")).toEqual([2, 3, 0]);
  });

  test("is a statement for each kind of condition, and further ones for the rows that are left", async () => {
    const records = await filled("a", "b", "expired");
    const [a] = await records.find(["a"]);
    records.log.length = 0;
    const outcomes = await writeBatch(
      records,
      [
        write("new", "absent", 10),
        write("any", "any", 11),
        write("b", "absent", 12),
        write("expired", "absent", 13),
        write("a", { unchanged: revisionOf(a) }, 14),
        write("gone", { unchanged: "r" }, 15),
        write("broken", "any", 16),
      ],
      NOW,
    );
    expect(records.log).toEqual([
      "upsert any,broken",
      "insert new,b,expired",
      "replaceExpired b,expired",
      "find b",
      "find a,gone",
      "upsert a",
    ]);
    expect(outcomes.map((outcome) => (outcome instanceof Error ? outcome.message : outcome.written))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
      "broken",
    ]);
    expect(outcomes[2]).toMatchObject({ found: { data: 1 } });
    expect(outcomes[5]).toEqual({ written: false, found: undefined });
    expect(await dataOf(records, "new", "any", "b", "expired", "a", "gone")).toEqual([10, 11, 1, 13, 14, undefined]);
  });

  test("the revision of a written record is that of the record read", async () => {
    const records = await filled();
    const [outcome] = await writeBatch(records, [write("a", "any", 1)], NOW);
    const [found] = await records.find(["a"]);
    expect(outcome).toMatchObject({ written: true, revision: revisionOf(found as FoundRecord) });
  });

  test("a key twice is written in turn, each write seeing the one before", async () => {
    const records = await filled();
    const outcomes = await writeBatch(
      records,
      [
        write("a", "absent", 1),
        write("b", "any", 2),
        write("a", "absent", 3),
        write("a", "any", 4),
        write("b", "any", 5),
      ],
      NOW,
    );
    expect(outcomes.map((outcome) => "written" in outcome && outcome.written)).toEqual([true, true, false, true, true]);
    expect(outcomes[2]).toMatchObject({ found: { data: 1 } });
    expect(await dataOf(records, "a", "b")).toEqual([4, 5]);
  });

  test("calls that were written are indexed, and no others", async () => {
    const records = await filled("a");
    records.indexed.length = 0;
    await writeBatch(records, [write("a", "absent", 1), write("b", "absent", 2), write("c", "any", 3)], NOW);
    expect(records.indexed.map(({ key, isNew }) => [key, isNew])).toEqual([
      ["c", false],
      ["b", true],
    ]);
  });

  test("removals take a statement for each kind of condition", async () => {
    const records = await filled("a", "b", "c", "expired/1", "expired/2");
    const [c] = await records.find(["c"]);
    records.log.length = 0;
    const outcomes = await removeBatch(
      records,
      [
        { key: "a", condition: "any" },
        { key: "none", condition: "any" },
        { key: "expired/1", condition: "any" },
        { key: "b", condition: "expired" },
        { key: "expired/2", condition: "expired" },
        { key: "c", condition: { unchanged: revisionOf(c as FoundRecord) } },
        { key: "c", condition: "any" },
      ],
      NOW,
    );
    expect(outcomes).toEqual([true, false, false, false, true, true, false]);
    expect(records.log.slice(0, 5)).toEqual([
      "removeLiving a,none,expired/1",
      "removeExpired none,expired/1",
      "removeExpired b,expired/2",
      "find c",
      "remove c",
    ]);
    expect([...records.rows.keys()]).toEqual(["b"]);
  });

  test("changes read each record once, and write it once", async () => {
    const records = await filled("a", "b");
    const add = (key: string) => ({
      key,
      change: (found: unknown): RecordContent => content(((found as RecordContent | undefined)?.data as number) + 1),
    });
    const fail = {
      key: "b",
      change: () => {
        throw new Error("no");
      },
    };
    const outcomes = await changeBatch(
      records,
      [add("a"), fail, add("a"), add("broken"), { key: "b", change: () => undefined }],
      NOW,
    );
    expect(records.log).toEqual(["find a,b,broken", "upsert a,broken"]);
    expect(outcomes.map((each) => (each instanceof Error ? each.message : (each as RecordContent).data))).toEqual([
      1,
      "no",
      2,
      "broken",
      1,
    ]);
  });
});
