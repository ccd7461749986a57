import { collect, expectCode, ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import type { CandidatePage, IndexedModel, LookupPlan } from "../../src/storage/lookup-plan.ts";
import type { OperationIntent } from "../../src/storage/operation.ts";
import { MemoryStorage, type RecordWrite, type Space, type StorageSupports } from "../../src/storage.ts";

const clock = new ManualClock();
const TIME = new Date(0).toISOString();
const content = (data: unknown = 1, more: object = {}) =>
  ({
    modelName: "M",
    namespace: "n",
    version: 1,
    data,
    createdAt: TIME,
    updatedAt: TIME,
    ...more,
  }) as RecordWrite["content"];
const write = (key: string, more: object = {}): RecordWrite => ({ key, condition: "any", content: content(1, more) });
const MODEL = { name: "M", indexes: [[["a"]]] } as unknown as IndexedModel;

/** Memory that notes what it is asked for, and whose abilities a test chooses. */
class Noting extends MemoryStorage {
  override readonly supports: StorageSupports;
  readonly log: unknown[] = [];
  failures = 0;
  wrapsReads = false;
  isEmpty = false;

  constructor(more: Partial<StorageSupports> = {}) {
    super({ clock });
    this.supports = { ...new MemoryStorage().supports, ...more };
  }

  protected override writeAtomically(...args: Parameters<MemoryStorage["writeAtomically"]>) {
    this.log.push(args[0].map(({ writes }) => writes.length));
    return super.writeAtomically(...args);
  }

  protected override confirmRecords(space: Space, keys: readonly string[]) {
    this.log.push(["confirm", keys]);
    return super.confirmRecords(space, keys);
  }

  protected override async makeIndexes({ name }: IndexedModel): Promise<void> {
    this.log.push(`index ${name}`);
    if (this.failures-- > 0) throw new Error("no index");
  }

  protected override hasSpace(): boolean {
    return !this.isEmpty;
  }

  protected override planLookup(): LookupPlan {
    return { isSeparate: true } as LookupPlan;
  }

  protected override wraps(intent: OperationIntent): boolean {
    return this.wrapsReads && intent === "read";
  }
}

test("a closed storage lists, writes and finds nothing", async () => {
  const storage = new Noting();
  await storage.close();
  await expectCode(storage.listKeys("results"), "BACKEND_CLOSED");
  await expectCode(storage.writeTogether("results", [write("a")]), "BACKEND_CLOSED");
  await expectCode(storage.wipe("results"), "BACKEND_CLOSED");
  await expectCode(storage.holds("results"), "BACKEND_CLOSED");
  await expectCode(storage.plan({} as never), "BACKEND_CLOSED");
  await expectCode(collect(storage.scan("results")), "BACKEND_CLOSED");
  await expectCode(collect(storage.uses("results")), "BACKEND_CLOSED");
  expect(storage.log).toEqual([]);
});

test("listings end when the storage is closed between two pages", async () => {
  for (const pagesOf of [
    (storage: Noting) => storage.scan("results"),
    (storage: Noting) => storage.candidates(plan()),
  ]) {
    const storage = new Noting();
    await storage.write("results", [write("a")]);
    const pages = pagesOf(storage);
    await pages.next();
    await storage.close();
    await expectCode(pages.next() as Promise<unknown>, "BACKEND_CLOSED");
  }
});
function plan(): LookupPlan {
  const page: CandidatePage = { ids: ["a"], found: [undefined] };
  return { isSeparate: false, pages: () => [page, page] } as unknown as LookupPlan;
}

test("a listing includes earlier writes of the same turn", async () => {
  await using storage = new Noting();
  const writing = storage.write("results", [write("a")]);
  expect(await storage.listKeys("results")).toEqual(["a"]);
  void storage.write("results", [write("b")]);
  expect(await collect(storage.scan("results"))).toEqual([["a", "b"]]);
  void storage.write("results", [write("c")]);
  expect((await collect(storage.uses("results"))).flat()).toHaveLength(3);
  await writing;
});

test("a page of a medium with transactions is read after the commit of the open one", async () => {
  const log: string[] = [];
  class Transactional extends MemoryStorage {
    override get transactions() {
      const begin = (): void => {
        log.push("begin");
        void pages.next();
      };
      const commit = async (): Promise<void> => {
        await new Promise(setImmediate);
        log.push("commit");
      };
      return { begin, commit, rollback: () => {} };
    }
  }
  await using storage = new Transactional();
  const read = function* () {
    for (;;) {
      log.push("page");
      yield { ids: [], found: [] };
    }
  };
  const pages = storage.candidates({ isSeparate: false, pages: read } as unknown as LookupPlan);
  await pages.next();
  const change = () => storage.write("results", [write("a")]);
  await Promise.all([change(), storage.read("results", ["a"]), change()]);
  await storage.reached();
  expect(log).toEqual(["page", "begin", "commit", "page"]);
});

test("groups of writes of one turn are atomic together where the medium can do so, else each for itself", async () => {
  for (const [atomicWrites, log] of [
    [true, [[1, 2]]],
    [false, [[1], [2]]],
  ] as const) {
    await using storage = new Noting({ atomicWrites });
    await Promise.all([
      storage.writeTogether("results", [write("a")]),
      storage.writeTogether("results", [write("b"), write("c")]),
    ]);
    expect(storage.log).toEqual(log);
    expect(await storage.listKeys("results")).toEqual(["a", "b", "c"]);
  }
});

test("a change is attempted on what was found, and not carried out if that has changed", async () => {
  await using storage = new Noting();
  const first = await storage.attemptChange("results", "a", (found) => content([found]));
  expect([first?.data, await storage.has("results", ["a"])]).toEqual([[undefined], [true]]);
  const next = await storage.attemptChange("results", "a", async (found) =>
    content(found && "data" in found && found.data),
  );
  expect(next?.data).toEqual(first?.data);
  const vain = await storage.attemptChange("results", "a", async () => {
    await storage.write("results", [write("a")]);
    return content(5);
  });
  expect([vain, (await storage.read("results", ["a"]))[0]]).toMatchObject([undefined, { data: 1 }]);
});

test("records are confirmed on media that can do so", async () => {
  for (const confirms of [true, false]) {
    await using storage = new Noting({ confirms });
    await storage.confirm("results", ["a"]);
    expect(storage.log).toEqual(confirms ? [["confirm", ["a"]]] : []);
  }
});

test("a space holds records, valid or expired, or none", async () => {
  await using storage = new Noting();
  expect(await storage.holds("results")).toBe(false);
  await storage.write("results", [write("a")]);
  await storage.write("cache", [write("b", { expiresAt: clock.now() + 1000 })]);
  clock.advance(2);
  expect([await storage.holds("results"), await storage.holds("cache"), await storage.holds("calls")]).toEqual([
    true,
    true,
    false,
  ]);
  const scans: unknown[] = [];
  storage.scan = async function* (_, range) {
    scans.push(range);
    yield [];
  };
  expect(await storage.holds("results")).toBe(false);
  expect(scans).toEqual([
    { limit: 1, expired: false },
    { limit: 1, expired: true },
  ]);
  storage.isEmpty = true;
  expect([await storage.holds("results"), scans.length]).toEqual([false, 2]);
});

test("indexes of a model are made once, and again after a failure", async () => {
  await using storage = new Noting();
  expect(storage.indexed({ name: "none", indexes: [] })).toBeUndefined();
  storage.failures = 1;
  const failing = storage.indexed(MODEL);
  expect(storage.indexed(MODEL)).toBe(failing);
  await expect(failing).rejects.toThrow("no index");
  await storage.indexed(MODEL);
  expect(storage.indexed(MODEL)).toBeUndefined();
  expect(storage.log).toEqual(["index M", "index M"]);
});

test("a query is planned by the medium unless reads are wrapped", async () => {
  await using storage = new Noting();
  expect(await storage.plan({} as never)).toEqual({ isSeparate: true });
  storage.wrapsReads = true;
  expect(await storage.plan({} as never)).toBeUndefined();
});

test("a wipe removes the records of its range, or only the expired ones, and counts them", async () => {
  await using storage = new Noting();
  await storage.write("results", [write("a"), write("b", { expiresAt: clock.now() + 1000 }), write("p/c")]);
  clock.advance(2);
  expect(await storage.wipe("results", { prefix: "p" })).toBe(1);
  expect(await storage.wipe("results", { expired: true })).toBe(1);
  expect(await storage.wipe("results")).toBe(1);
});
