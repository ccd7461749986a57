// A script that writes results of a model. Then it closes the store, waits for ever, or lists schemas, as its second argument says.
const { registerHooks } = require("node:module");
const { registerModel } = require("@results-manager/core");
const { ResultsManager } = require("@results-manager/sync");
const v = require("valibot");

let isLoaded = "no";
registerHooks({
  load: (url, context, next) => {
    if (url.includes("to-json-schema")) isLoaded = "yes";
    return next(url, context);
  },
});
const [store, end] = process.argv.slice(2);
const Loss = registerModel("Loss", v.object({ loss: v.number() }));
const results = new ResultsManager(store);
for (const loss of [1, 2]) results.set(`runs/${loss}`, { loss }, { model: Loss });
if (end === "close") results.close();
if (end === "wait") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); // Until it is killed.
if (end === "list") {
  process.stdout.write(`after the writes: ${isLoaded}\n`);
  results.schemas();
  process.stdout.write(`after schemas(): ${isLoaded}\n`);
}
