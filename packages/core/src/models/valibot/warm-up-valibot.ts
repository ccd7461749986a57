import * as v from "valibot";

/** Enough for V8 to collect what it sees of a function; they take a millisecond. */
const ROUNDS = 50;

let isWarm = false;

/**
 * Shows Valibot's object schemas data of many shapes, once in a process.
 *
 * V8 takes a schema's entries for data of the same shape, which plain data has: both are literals with the same keys. Code that it has
 * compiled for one key is then thrown away and compiled again every few dozen calls, for good (seen in Node 24; `--trace-deopt` says
 * "unexpected name in keyed access"), unless it has seen enough shapes to expect any. Reads of small records gain a tenth or two.
 */
export function warmUpValibot(): void {
  if (isWarm) return;
  isWarm = true;
  const anything = v.any();
  for (let round = 0; round < ROUNDS; round++) {
    const names = Array.from({ length: 1 + (round % 10) }, (_, i) => `${round % 10}.${i}`);
    const entries = Object.fromEntries(names.map((name) => [name, anything]));
    const data = Object.fromEntries([...names.toReversed(), "more"].map((name) => [name, round]));
    v.is(v.object(entries), data);
    v.is(v.looseObject(entries), data);
    delete data.more;
    v.is(v.strictObject(entries), data);
  }
}
