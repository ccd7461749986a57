import { align } from "../bench/measure/format-table.ts";
import { CONNECTIONS, CORES, COSTS } from "./costs.ts";
import { simulate } from "./simulate.ts";

// Simulates workers that share a store in PostgreSQL. It is a model: its assumptions are in costs.ts.
const SEED = 7;
const rows = [["compute, ms", "workers", "partitions", "ids", "computations/s", "of ideal", "cores", "store, ms"]];
for (const computeMs of [100, 5]) {
  for (const workers of [10, 100, 1_000]) {
    for (const isOrdered of [false, true]) {
      for (const partitions of [1, 16]) {
        const { rate, cpu, storeMs } = simulate({ workers, partitions, computeMs, isOrdered }, lcg(SEED));
        const ideal = (workers / computeMs) * 1000;
        rows.push([
          ...[computeMs, workers, partitions].map(String),
          isOrdered ? "ordered" : "random",
          rate.toFixed(0),
          (rate / ideal).toFixed(2),
          cpu.toFixed(2),
          storeMs.toFixed(1),
        ]);
      }
    }
  }
}
console.log(
  `simulated, not measured: ${CORES} cores, ${CONNECTIONS} connections, costs in ms ${JSON.stringify(COSTS)}`,
);
console.log(align(rows));

/** Returns a generator of random numbers, the same ones for each scene. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
