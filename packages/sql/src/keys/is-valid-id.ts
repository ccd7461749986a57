import { parseId } from "@results-manager/core";

/** Tells whether a text is a valid id. Rows of other programs may have invalid ids, such as `a//b`. */
export function isValidId(id: string): boolean {
  try {
    return parseId(id) === id;
  } catch {
    return false;
  }
}
