import { parseId } from "@results-manager/core";

/** Tells whether a result can be asked for by its id: what others wrote need not be one, such as `a//b`. */
export function isUsable(id: string): boolean {
  try {
    return parseId(id) === id;
  } catch {
    return false;
  }
}
