// A script of a consumer that cannot await: it requires the installed packages from `dist` and ends by itself.
const assert = require("node:assert/strict");
const { isResultsError, registerModel } = require("@results-manager/core");
const { ResultsManager } = require("@results-manager/sync");
const v = require("valibot");

const Loss = registerModel("Loss", v.object({ value: v.number(), at: v.date() }));
const loss = { value: 0.31, at: new Date(0) };
const stores = [
  "./legacy",
  "sqlite:./legacy.db",
  "memory:",
  { backend: { module: "@results-manager/backend-sqlite", args: ["./recipe.db"] } },
];

for (const store of stores) {
  const results = new ResultsManager(store);
  assert.equal(results.set("runs/7/loss", loss, { model: Loss }), true);
  assert.deepEqual(results.get("runs/7/loss", Loss), loss);
  assert.throws(
    () => results.set("runs/7/loss", loss, { model: Loss }),
    (error) => isResultsError(error, "RESULT_EXISTS") && error.stack.includes("legacy.cjs"),
  );
}
// Acknowledged writes are stored, although nothing was closed.
assert.deepEqual(new ResultsManager("./legacy").get("runs/7/loss"), loss);
