import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { withTags } from "../../src/cache/entry.ts";
import { areCurrent, hasTags, pruneCache } from "../../src/cache/prune-cache.ts";
import { ensureTagVersions } from "../../src/cache/tags/tag-versions.ts";
import { MemoryCache } from "../../src/index.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";
import { internalContent } from "../../src/records/internal-record.ts";

const clock = new ManualClock();
const deadLease = () => internalContent("lease", { ...processIdentity(), pid: 2 ** 30, beats: 1 }, clock.now());
const open = (): MemoryCache => new MemoryCache({ clock });

test("a store has tags as soon as an entry was given one", async () => {
  await using cache = open();
  await cache.setValue("a", 1);
  expect(await hasTags(cache.storage)).toBe(false);
  await cache.setValue("b", 1, { tags: ["t"] });
  expect(await hasTags(cache.storage)).toBe(true);
  async function* scan(): AsyncGenerator<readonly string[]> {
    yield [];
  }
  expect(await hasTags({ scan } as never)).toBe(false);
});

test("a record is current if it is there, intact, and none of its tags was invalidated", async () => {
  await using cache = open();
  const { storage } = cache;
  await cache.setValue("plain", 1);
  const [plain] = await storage.read("cache", ["plain"]);
  if (!plain || plain.corrupt !== undefined) return expect.fail();
  const tagged = withTags(plain, await ensureTagVersions(storage, ["t"], 0));
  const [corrupt, damaged] = [{ corrupt: "torn" }, { ...tagged, data: { value: 1, tags: 5 } }];
  const current = (...found: unknown[]) => areCurrent(storage, found as never);
  expect(await current(plain, undefined, corrupt)).toEqual([true, false, true]);
  expect(await current(plain, damaged, undefined)).toEqual([true, false, false]);
  expect(await current(plain, tagged, undefined, damaged, corrupt)).toEqual([true, true, false, false, true]);
  await cache.invalidateTag("t");
  expect(await current(plain, tagged)).toEqual([true, false]);
  expect(await current(tagged, withTags(plain, await ensureTagVersions(storage, ["t"], 0)))).toEqual([false, true]);
});

test("expired and invalidated entries are removed and counted, with the tags that no entry has", async () => {
  await using cache = open();
  const { storage } = cache;
  await cache.setValue("plain", 1);
  await cache.setValue("expired", 1, { ttlSeconds: 1 });
  await cache.setValue("kept", 1, { tags: ["used"] });
  await cache.setValue("both", 1, { tags: ["used", "invalid"] });
  await cache.setValue("invalid", 1, { tags: ["invalid"] });
  await cache.invalidateTag("invalid");
  clock.advance(2);
  const released: (boolean | undefined)[] = [];
  storage.releaseSpace = async (isWhole: boolean) => released.push(isWhole);
  await storage.write("cache_leases", [{ key: "torn", condition: "any", content: deadLease() }]);
  expect(await pruneCache(storage)).toBe(3);
  expect([released, await storage.listKeys("cache_leases")]).toEqual([[false], []]);
  expect(await storage.listKeys("cache")).toEqual(["kept", "plain"]);
  expect(await storage.listKeys("cache_tags")).toEqual(["used"]);
  expect(await pruneCache(storage)).toBe(0);
});
