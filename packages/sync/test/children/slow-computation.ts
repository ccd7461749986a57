import { registerModel } from "@results-manager/core";
import { ResultsManager } from "@results-manager/sync";
import * as v from "valibot";
import { waitForGo } from "./wait-for-go.ts";

// Computes a result for longer than others wait for a request; says so when it begins.
const [url, go] = process.argv.slice(2) as [string, string];
const Pid = registerModel("Pid", v.number());
using results = new ResultsManager(url);
results.getOrCompute("slow", Pid, () => {
  waitForGo(go);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500);
  return process.pid;
});
