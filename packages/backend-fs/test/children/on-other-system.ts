import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";

// Uses a store on a system that answers as others do: the real calls go on doing their work otherwise.
const [folder = "", system = "", who = ""] = process.argv.slice(2);
const refusal = (code: string): Error => Object.assign(new Error(`${code}: refused`), { code });
const synced: string[] = [];

/** Where a descriptor leads. */
const pathOf = (fd: number): string => fs.readlinkSync(`/proc/self/fd/${fd}`);

const { existsSync, fsync, linkSync, openSync, renameSync } = fs;
const { open } = fs.promises;

if (system === "ignores case") {
  fs.existsSync = (path) => existsSync(String(path).replace(".RESULTS-MANAGER", ".results-manager"));
}
if (system.startsWith("folders: ")) {
  const patched = (fd: number, done: (error: Error | null) => void): void => {
    if (fs.fstatSync(fd).isDirectory()) process.nextTick(done, refusal(system.slice("folders: ".length)));
    else fsync(fd, done);
  };
  fs.fsync = Object.assign(patched, { __promisify__: fsync.__promisify__ });
}
if (system === "notes syncs") {
  const patched = (fd: number, done: (error: Error | null) => void): void => {
    synced.push(pathOf(fd));
    fsync(fd, done);
  };
  fs.fsync = Object.assign(patched, { __promisify__: fsync.__promisify__ });
  fs.promises.open = async (path, ...rest) => {
    synced.push(String(path));
    return open(path, ...rest);
  };
}
if (system.startsWith("links: ")) {
  fs.linkSync = () => {
    throw refusal(system.slice("links: ".length));
  };
}
if (system === "other disk") {
  const isElsewhere = (path: fs.PathLike): boolean => String(path).startsWith(resolve(folder, "disk"));
  const across = (move: (from: fs.PathLike, to: fs.PathLike) => void) => (from: fs.PathLike, to: fs.PathLike) => {
    if (isElsewhere(from) !== isElsewhere(to)) throw refusal("EXDEV");
    move(from, to);
  };
  fs.linkSync = across(linkSync);
  fs.renameSync = across(renameSync);
}
if (system === "misses replaced files") {
  let calls = 0;
  fs.openSync = (path, flags, mode) => {
    const isRead = typeof flags === "number" && (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) === 0;
    if (isRead && calls++ % 3 > 0 && String(path).startsWith(resolve(folder, "disk"))) throw refusal("ENOENT");
    return openSync(path, flags, mode);
  };
}
syncBuiltinESMExports();

const { FileBackend, FileCache, FileValues } = await import("@results-manager/backend-fs");
const { ModelRegistry } = await import("@results-manager/core");
const { number } = await import("valibot");
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const told = (error: unknown): unknown => {
  const { code, message, cause } = error as Error & { code: string };
  return { code, message, cause: (cause as NodeJS.ErrnoException | undefined)?.code };
};

const report: Record<string, unknown> = {};
const results = new FileBackend(folder, { registry });
const cache = new FileCache(folder, { durability: "process" });
if (who === "confirm") {
  const quick = new FileBackend(folder, { registry, durability: "process" });
  const values = new FileValues(folder);
  const quickValues = new FileValues(folder, { durability: "process" });
  await quick.set("new/x", 1, { model: Count });
  const key = await quickValues.save([1, 2]);
  const during = async (work: () => Promise<unknown>): Promise<string[]> => {
    synced.length = 0;
    await work();
    return synced.map((path) => path.slice(folder.length + 1)).sort();
  };
  const again = () => results.set("new/x", 1, { model: Count, behavior: "raise_if_different" });
  report.set = await during(again);
  report.setAgain = await during(again);
  report.skip = await during(() => results.set("new/x", 1, { model: Count, behavior: "skip_if_exists" }));
  report.save = await during(() => values.save([1, 2]));
  report.saveAgain = await during(() => values.save([1, 2]));
  report.key = key;
  await quick.set("new/x", 2, { model: Count, behavior: "overwrite" });
  report.changed = await during(() => results.set("new/x", 2, { model: Count, behavior: "raise_if_different" }));
} else if (who) {
  const won: string[] = [];
  for (let i = 0; i < 40; i++) {
    const id = `race/${i}`;
    if (await results.set(id, Number(who), { model: Count, behavior: "skip_if_exists" })) won.push(id);
    await cache.incr("n");
  }
  report.won = won;
} else {
  const settled = await Promise.allSettled([
    results.set("disk/Runs", 1, { model: Count }),
    results.set("disk/runs", 2, { model: Count }),
    results.set("disk/deep/er", 3, { model: Count }),
  ]);
  report.set = settled.map((each) => (each.status === "fulfilled" ? each.value : told(each.reason)));
  report.update = await results.update("disk/Runs", Count, (old) => (old ?? 0) + 1).catch(told);
  report.incr = await cache.incr("n").catch(told);
  report.values = await results.getMany(["disk/Runs", "disk/runs", "disk/deep/er"], Count);
  report.delete = await results.delete("disk/runs").catch(told);
  report.ids = await results.listIds();
  report.files = fs
    .readdirSync(`${folder}/disk/`)
    .sort()
    .filter((name) => name !== ".no-expiry");
}
await results.close();
await cache.close();
process.stdout.write(JSON.stringify(report));
