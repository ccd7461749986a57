// A loop over slow work, as a legacy script has it. Each line it prints is a result that was acknowledged. Before `pauseAt` it waits until
// it is killed: where the machine is slow, the kill comes late.
const { appendFileSync, writeSync } = require("node:fs");
const { registerModel } = require("@results-manager/core");
const { ResultsManager } = require("@results-manager/sync");
const v = require("valibot");

const [store, log, count, pauseAt] = process.argv.slice(2);
const wait = (forMs) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
const Square = registerModel("Square", v.object({ of: v.number(), is: v.number() }));
const results = new ResultsManager(store);
for (let i = 0; i < Number(count); i++) {
  if (i === Number(pauseAt)) wait();
  results.getOrCompute(`squares/${i}`, Square, () => {
    appendFileSync(log, `${i}\n`);
    wait(2);
    return { of: i, is: i * i };
  });
  writeSync(1, `${i}\n`);
}
