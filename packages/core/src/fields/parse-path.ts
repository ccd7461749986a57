import { given } from "../errors/given.ts";

/**
 * Keys of a path: they are separated by dots, and a backslash makes the next character ordinary.
 *
 * @throws {TypeError} for a path that is no text, or ends in a backslash.
 */
export function parsePath(path: string): readonly string[] {
  if (typeof path !== "string") throw new TypeError(`A path must be a text, got ${given(path)}.`);
  if (!path.includes("\\")) return path.split(".");
  const keys: string[] = [];
  let key = "";
  for (let i = 0; i < path.length; i++) {
    const character = path[i] as string;
    if (character === ".") {
      keys.push(key);
      key = "";
    } else if (character !== "\\") key += character;
    else if (++i < path.length) key += path[i];
    else throw new TypeError(`The path ${given(path)} ends in a backslash, which must be followed by a character.`);
  }
  return [...keys, key];
}
