/** Condition as a tree, from which the condition of a query and a plain filter are made. */
export type Tree =
  | { readonly op: "and" | "or"; readonly parts: readonly Tree[] }
  | { readonly op: "not"; readonly part: Tree }
  | { readonly op: string; readonly keys: readonly string[]; readonly operand: unknown };

/** Result as the plain filter sees it. */
export interface PlainResult {
  readonly id: string;
  readonly value: unknown;
}

/** Tells whether an id is a prefix, or below it. */
export function isBelow(id: string, prefix: string | undefined): boolean {
  return prefix === undefined || id === prefix || id.startsWith(`${prefix}/`);
}

/** Reads a path of keys as plain JavaScript does; indexes below zero count from the end. */
export function readPath(value: unknown, keys: readonly string[]): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  const at = Array.isArray(value) && key.startsWith("-") ? String(value.length + Number(key)) : key;
  const own = Object.getOwnPropertyDescriptor(value, at);
  return own && readPath(own.value, rest);
}

/** Decides a condition as a plain filter would. */
export function decide(tree: Tree, value: unknown): boolean {
  if ("parts" in tree) {
    return tree.op === "and"
      ? tree.parts.every((part) => decide(part, value))
      : tree.parts.some((part) => decide(part, value));
  }
  if ("part" in tree) return !decide(tree.part, value);
  const found = readPath(value, tree.keys);
  const { operand } = tree;
  const operands = operand as readonly unknown[];
  const items = Array.isArray(found) ? found : found instanceof Set ? [...found] : undefined;
  switch (tree.op) {
    case "eq":
      return same(found, operand);
    case "ne":
      return !same(found, operand);
    case "in":
      return operands.some((each) => same(found, each));
    case "notIn":
      return !operands.some((each) => same(found, each));
    case "gt":
      return ranged(found, operand) && plain(found) > plain(operand);
    case "gte":
      return ranged(found, operand) && plain(found) >= plain(operand);
    case "lt":
      return ranged(found, operand) && plain(found) < plain(operand);
    case "lte":
      return ranged(found, operand) && plain(found) <= plain(operand);
    case "between":
      return (
        ranged(found, operands[0]) &&
        ranged(found, operands[1]) &&
        plain(found) >= plain(operands[0]) &&
        plain(found) <= plain(operands[1])
      );
    case "exists":
      return (found !== undefined) === operand;
    case "startsWith":
      return typeof found === "string" && found.startsWith(operand as string);
    case "endsWith":
      return typeof found === "string" && found.endsWith(operand as string);
    case "contains":
      return typeof found === "string" && found.includes(operand as string);
    case "has":
      return items?.some((item) => same(item, operand)) ?? false;
    case "length":
      return items?.length === operand;
    default:
      throw new TypeError(`The reference knows no '${tree.op}'.`);
  }
}

/** Sorts results by a path and their ids: missing, null, false, true, numbers, dates, text, others. */
export function sorted(results: readonly PlainResult[], keys: readonly string[], isDescending: boolean): PlainResult[] {
  const sign = isDescending ? -1 : 1;
  return results.toSorted((a, b) => {
    const [left, right] = [readPath(a.value, keys), readPath(b.value, keys)];
    const rank = typeRank(left) - typeRank(right);
    if (rank !== 0) return sign * rank;
    const [x, y] = [plain(left), plain(right)];
    const order =
      typeRank(left) === 7 || same(left, right) ? 0 : isNotANumber(x) ? 1 : isNotANumber(y) || x < y ? -1 : 1;
    return sign * order || (plain(a.id) < plain(b.id) ? -1 : 1);
  });
}

/** The ranks of the types, as the documentation lists them. */
function typeRank(value: unknown): number {
  if (value === undefined || value === null) return value === null ? 1 : 0;
  if (typeof value === "boolean") return value ? 3 : 2;
  if (typeof value === "number" || typeof value === "bigint") return 4;
  if (value instanceof Date) return 5;
  return typeof value === "string" ? 6 : 7;
}

function same(a: unknown, b: unknown): boolean {
  if (typeRank(a) !== typeRank(b) || typeRank(a) === 7) return false;
  const [x, y] = [plain(a), plain(b)];
  return x === y || (isNotANumber(x) && isNotANumber(y)) || (typeRank(a) === 4 && isSameNumber(x, y));
}

/** A bigint equals the number of its size. */
function isSameNumber(x: unknown, y: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it compares a bigint and a number by their size.
  return x == y;
}

function ranged(a: unknown, b: unknown): boolean {
  return (
    typeRank(a) === typeRank(b) &&
    typeRank(a) >= 4 &&
    typeRank(a) <= 6 &&
    !isNotANumber(plain(a)) &&
    !isNotANumber(plain(b))
  );
}

function isNotANumber(value: unknown): boolean {
  return Number.isNaN(value);
}

/** A date as a number, and text so that it compares by code point; all else as it is. JavaScript compares each of them by `<`. */
function plain(value: unknown): number {
  const comparable: unknown =
    value instanceof Date
      ? value.getTime()
      : typeof value === "string"
        ? Array.from(value, (character) => character.codePointAt(0)?.toString(16).padStart(6, "0")).join("")
        : value;
  return comparable as number;
}
