import { chmodSync, chownSync, lstatSync } from "node:fs";
import { systemCode } from "../errors/system-code.ts";

const MODE = 0o7777;
/** Error codes where the system has no owners or modes, or does not let this process change them. */
const REFUSED = ["EPERM", "EACCES", "EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/** Copies the mode of a file that is about to be replaced to its replacement, and the owner where the system permits it. */
export function keepMode(temp: string, replaced: string): void {
  const old = lstatSync(replaced, { throwIfNoEntry: false });
  const own = lstatSync(temp, { throwIfNoEntry: false });
  if (!old?.isFile() || !own) return; // Gone: the move detects that.
  // The owner first: changing it clears bits of the mode. Only root can change the owner; others may still set the group.
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
