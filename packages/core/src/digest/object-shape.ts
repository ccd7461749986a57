import { inlineForm, textForm } from "./forms.ts";

/** Maximum number of keys of a shape, and of levels, whose shapes are kept: these outlive the values that they were found in. */
const MAX_KEYS = 1024;
const MAX_LEVELS = 16;

/** Keys of an object in their own order and sorted, and the forms of the latter. */
interface Shape {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  readonly forms: readonly string[];
}

/** Shape of the last object of each level: most values of a program have the same shape as the one before. */
const shapes: Shape[] = [];

/** Returns the shape of an object at a level, which is the last one there if its keys are the same. */
export function shapeOf(keys: readonly string[], level: number): Shape {
  const last = shapes[level];
  if (last !== undefined && areEqual(keys, last.keys)) return last;
  const sorted = keys.toSorted();
  const shape = { keys, sorted, forms: sorted.map((key) => inlineForm(textForm(key))) };
  if (level < MAX_LEVELS && keys.length <= MAX_KEYS) shapes[level] = shape;
  return shape;
}

function areEqual(keys: readonly string[], others: readonly string[]): boolean {
  if (keys.length !== others.length) return false;
  for (let i = 0; i < keys.length; i++) if (keys[i] !== others[i]) return false;
  return true;
}
