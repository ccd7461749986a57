import { chmodSync, chownSync, lstatSync, type Stats } from "node:fs";
import { systemCode } from "../errors/system-code.ts";

const MODE = 0o7777;
/** Error codes where the system has no owners or modes, or does not let this process change them. */
const REFUSED = ["EPERM", "EACCES", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/** Status of the files concerned, as far as it is known. */
interface KnownStatus {
  /** Status of the replacement. */
  readonly own: Stats | undefined;
  /** Status of the replaced file, or of the file that a link in its place leads to. */
  readonly replaced: Stats | undefined;
}

/** Copies the mode of a file that is about to be replaced to its replacement, and the owner where the system permits it. */
export function keepMode(temp: string, file: string, { own, replaced }: KnownStatus): void {
  if (!own || (replaced && isLike(own, replaced))) return; // It is nearly always so.
  const old = lstatSync(file, { throwIfNoEntry: false });
  if (!old?.isFile()) return; // A link, or gone: the move detects that.
  // The owner first: changing it clears bits of the mode. Only root can change the owner; others may still set the group.
  const isOther = old.uid !== own.uid || old.gid !== own.gid;
  if (isOther && !isAllowed(() => chownSync(temp, old.uid, old.gid))) isAllowed(() => chownSync(temp, -1, old.gid));
  if ((old.mode & MODE) !== (own.mode & MODE)) isAllowed(() => chmodSync(temp, old.mode & MODE));
}

function isLike(a: Stats, b: Stats): boolean {
  return a.uid === b.uid && a.gid === b.gid && (a.mode & MODE) === (b.mode & MODE);
}

function isAllowed(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    if (REFUSED.includes(systemCode(error) ?? "")) return false;
    throw error;
  }
}
