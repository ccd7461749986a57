import { chmodSync, chownSync, lstatSync } from "node:fs";
import { systemCode } from "../errors/file-system-error.ts";

const MODE = 0o7777;
/** What systems answer that have no owners or modes, or do not let this process change them. */
const REFUSED = ["EPERM", "EACCES", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/** Gives a file that is about to replace another one the mode of that, and its owner where the system lets this process do so. */
export function keepMode(temp: string, replaced: string): void {
  const old = lstatSync(replaced, { throwIfNoEntry: false });
  const own = lstatSync(temp, { throwIfNoEntry: false });
  if (!old?.isFile() || !own) return; // Gone: the move will find that out.
  // The owner first: to change it clears bits of the mode. Only root gives files away; others may still share a group.
  const isOther = old.uid !== own.uid || old.gid !== own.gid;
  if (isOther && !isAllowed(() => chownSync(temp, old.uid, old.gid))) isAllowed(() => chownSync(temp, -1, old.gid));
  if ((old.mode & MODE) !== (own.mode & MODE)) isAllowed(() => chmodSync(temp, old.mode & MODE));
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
