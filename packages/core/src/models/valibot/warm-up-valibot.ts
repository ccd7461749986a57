import * as v from "valibot";

/** Number of rounds that V8 needs to collect type feedback; they take about one millisecond. */
const ROUNDS = 50;

/**
 * Runs Valibot object schemas on data of many shapes.
 *
 * The entries of a schema and plain data often have the same hidden class in V8, since both are literals with the same keys. V8 then
 * optimizes Valibot for one key, and deoptimizes it every few dozen calls, without end (seen in Node 24; `--trace-deopt` reports
 * "unexpected name in keyed access"). After many shapes it compiles megamorphic code instead. Reads of small records become 10 to 20 %
 * faster.
 */
export function warmUpValibot(): void {
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
