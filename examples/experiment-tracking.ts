// Tracks experiments: runs/<id>/params, runs/<id>/metrics after each epoch, and the best run. The training process is killed
// midway; the next one continues after the last stored epoch.
//
//   node --conditions=@results-manager/source examples/experiment-tracking.ts [--dir DIR]
import { fork } from "node:child_process";
import { once } from "node:events";
import { AsyncResultsManager, registerModel, SetBehavior } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const EPOCHS = 6;
const RATES = [0.02, 0.1, 0.4];

const Params = registerModel("Params", v.object({ learningRate: v.number(), epochs: v.number() }));
const Metrics = registerModel("Metrics", v.object({ losses: v.array(v.number()), slope: v.number() }));
const Best = registerModel("Best", v.object({ run: v.string(), loss: v.number() }));
const Points = registerModel("Points", v.object({ x: v.instance(Float64Array), y: v.instance(Float64Array) }));

const [role, dir = "", diesAfter] = process.argv.slice(2);
if (role === "train") await train(dir, Number(diesAfter));
else await supervise();

/** Starts the training twice: the first process is killed in the second run. */
async function supervise(): Promise<void> {
  using folder = exampleFolder("experiment-tracking");
  await using results = new AsyncResultsManager(folder.path);
  await results.clear();
  for (const epochs of [EPOCHS + 3, Number.POSITIVE_INFINITY]) {
    const child = fork(import.meta.filename, ["train", folder.path, String(epochs)]);
    const [code, signal] = await once(child, "exit");
    console.log(signal === null ? `training ended with code ${code}` : `training was killed by ${signal}`);
    if (signal === null && code !== 0) process.exitCode = 1;
  }
  for (const id of await results.listIds("runs")) {
    if (id.endsWith("/metrics"))
      console.log(
        id,
        (await results.get(id, Metrics)).losses.map((loss) => loss.toFixed(3)),
      );
  }
  console.log("best:", await results.get("best", Best));
}

/** Trains every unfinished run; kills itself after a number of epochs to simulate a crash. */
async function train(folder: string, epochsToLive: number): Promise<void> {
  await using results = new AsyncResultsManager(folder);
  let epochs = 0;
  // Expensive, so computed once by the first process that needs it.
  const points = await results.getOrCompute("points", Points, () => {
    console.log("making the points");
    const x = Float64Array.from({ length: 100 }, (_, i) => i / 100);
    return { x, y: x.map((value) => 3 * value) };
  });
  for (const [i, learningRate] of RATES.entries()) {
    const run = `runs/${i + 1}`;
    // Equal params of an earlier process are accepted; different ones under the same name are a mistake and refused.
    const params = { learningRate, epochs: EPOCHS };
    await results.set(`${run}/params`, params, { model: Params, behavior: SetBehavior.RaiseIfDifferent });
    const [known] = await results.getMany([`${run}/metrics`], Metrics);
    let metrics = known ?? { losses: [], slope: 0 };
    console.log(
      metrics.losses.length === EPOCHS ? `${run} is finished` : `${run} starts after epoch ${metrics.losses.length}`,
    );
    while (metrics.losses.length < EPOCHS) {
      if (epochs++ === epochsToLive) process.kill(process.pid, "SIGKILL");
      metrics = await results.update(`${run}/metrics`, Metrics, (current) =>
        learn(current ?? metrics, points, learningRate),
      );
    }
    const loss = metrics.losses.at(-1) ?? Number.POSITIVE_INFINITY;
    // Several processes may finish runs at the same time: with update, none overwrites a better one.
    await results.update("best", Best, (best) => (best && best.loss <= loss ? best : { run, loss }));
  }
}

/** Computes one epoch of fitting a line to the points. */
function learn(
  { losses, slope }: { losses: readonly number[]; slope: number },
  { x, y }: { x: Float64Array; y: Float64Array },
  learningRate: number,
): { losses: number[]; slope: number } {
  let gradient = 0;
  let loss = 0;
  x.forEach((value, i) => {
    const error = slope * value - (y[i] ?? 0);
    gradient += (2 * error * value) / x.length;
    loss += error ** 2 / x.length;
  });
  return { losses: [...losses, loss], slope: slope - learningRate * gradient };
}
