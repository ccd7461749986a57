// A legacy script: nothing is awaited, nothing is closed.
const { registerModel } = require("@results-manager/core");
const { ResultsManager } = require("@results-manager/sync");
const v = require("valibot");

const Count = registerModel("Count", v.object({ n: v.number() }));
for (const store of process.argv.slice(2)) {
  const results = new ResultsManager(store);
  const { n } = results.update("runs", Count, (last) => ({ n: (last?.n ?? 0) + 1 }));
  process.stdout.write(`${store.split(":")[0]} ${n} ${results.listIds().join()}\n`);
}
