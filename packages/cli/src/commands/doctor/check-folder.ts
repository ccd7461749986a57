import { randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { attempt, type Finding } from "./finding.ts";

/** File systems by their numbers on Linux, and whether they are of another machine. */
const KINDS: Readonly<Record<number, readonly [name: string, isRemote?: boolean]>> = {
  61267: ["ext4"],
  1481003842: ["XFS"],
  2435016766: ["Btrfs"],
  801189825: ["ZFS"],
  2035054128: ["overlay"],
  16914836: ["tmpfs, which is lost when the machine restarts"],
  26985: ["NFS", true],
  4283649346: ["SMB", true],
  4266872130: ["SMB", true],
  1702057286: ["FUSE"],
  16914839: ["9P"],
  538032816: ["exFAT"],
  19780: ["FAT"],
};
const LITTLE_BYTES = 64 * 1024 * 1024;
const LOCKED_BYTES = 1;

/** Looks at what the file system of a folder can do, in a folder of its own that is removed. */
export function* checkFolder(folder: string, isDatabase: boolean): Generator<Finding> {
  yield kindOf(folder, isDatabase);
  yield spaceOf(folder);
  const probes = join(folder, `.results-manager-doctor-${randomUUID()}`);
  const making = attempt("writing", `Nothing can be written in '${folder}': open the store with readOnly.`, () => {
    mkdirSync(probes);
    return "yes";
  });
  yield making;
  if (making.problem !== null) return;
  try {
    yield* abilitiesOf(probes, join(folder, ".results-manager", "layout"), isDatabase);
  } finally {
    rmSync(probes, { recursive: true, force: true });
  }
}

function* abilitiesOf(probes: string, layout: string, isDatabase: boolean): Generator<Finding> {
  const file = join(probes, "a");
  writeFileSync(file, "a");
  if (!isDatabase) {
    const slower =
      "New results are moved into place under a lock, which is slower and excludes other programs only if they lock, too.";
    yield attempt("hard links", slower, () => {
      linkSync(file, join(probes, "b"));
      return "yes";
    });
  }
  const replaced = "A result cannot be replaced in one step: another reader may find none. Use another file system.";
  yield attempt("replacing", replaced, () => {
    writeFileSync(join(probes, "c"), "c");
    renameSync(join(probes, "c"), file);
    return readFileSync(file, "utf8") === "c" ? "yes" : "no";
  });
  yield attempt("syncing of files", "A power failure may undo what was acknowledged.", () => synced(file, "r+"));
  yield attempt(
    "syncing of folders",
    "After a power failure, a new file may be missing although it was acknowledged.",
    () => synced(probes, "r"),
  );
  yield locksOf(file);
  if (!isDatabase) yield* spellingOf(probes, layout);
}

function synced(path: string, flags: string): string {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return "yes";
}

function locksOf(path: string): Finding {
  return attempt(
    "locks",
    "Processes cannot exclude each other: a store here may be used by one process at a time only.",
    () => {
      const umbrella = createRequire(import.meta.url).resolve("results-manager/package.json");
      const files = createRequire(umbrella).resolve("@results-manager/backend-fs/package.json");
      const fromFiles = createRequire(files);
      const { tryLock, unlock } = fromFiles("fs-native-extensions") as {
        tryLock(fd: number, offset: number, length: number): boolean;
        unlock(fd: number, offset: number, length: number): void;
      };
      const file = openSync(path, "r+");
      try {
        if (!tryLock(file, 0, LOCKED_BYTES)) throw new Error("held by another process");
        unlock(file, 0, LOCKED_BYTES);
      } finally {
        closeSync(file);
      }
      return "yes";
    },
  );
}

/** Tells how names are compared, and whether a store whose names are spelled for another system was copied here. */
function* spellingOf(probes: string, layout: string): Generator<Finding> {
  writeFileSync(join(probes, "case"), "");
  writeFileSync(join(probes, "\u00e9"), "");
  const ignoresCase = existsSync(join(probes, "CASE"));
  const ignoresForm = existsSync(join(probes, "e\u0301"));
  const isMixed = (ignoresCase || ignoresForm) && /"names"\s*:\s*"plain"/.test(textOf(layout));
  yield {
    check: "names",
    found: `${ignoresCase ? "case is ignored" : "case matters"}, ${ignoresForm ? "Unicode forms are equal" : "Unicode forms differ"}`,
    problem: isMixed
      ? "The store comes from a file system where case matters: ids that differ in case alone replace each other here. Copy it by 'results copy'."
      : null,
  };
}

function kindOf(folder: string, isDatabase: boolean): Finding {
  const { type } = statfsSync(folder);
  const [name, isRemote = false] = process.platform === "linux" ? (KINDS[type] ?? []) : [];
  const found = name ?? `type 0x${type.toString(16)}`;
  const problem =
    "SQLite's log does not work across machines, and its locks may not: use PostgreSQL, or a disk of this machine.";
  return { check: "file system", found, problem: isDatabase && isRemote ? problem : null };
}

function spaceOf(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const bytes = bavail * bsize;
  const found = `${Math.round(bytes / 2 ** 20)} MiB free`;
  return { check: "space", found, problem: bytes < LITTLE_BYTES ? "The disk is nearly full." : null };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
