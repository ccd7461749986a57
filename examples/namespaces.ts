// Two parts of a program both have a model 'Result'. Namespaces distinguish them: the namespace is stored with each record, so
// that it is read with the model it was written with.
//
//   node --conditions=@results-manager/source examples/namespaces.ts [--dir DIR]
import {
  AsyncResultsManager,
  defaultRegistry,
  findModelInAllNamespaces,
  findModelNamespace,
  getNamespaces,
  registerModel,
} from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";
import { showFailure } from "./lib/show-failure.ts";

const Vision = registerModel("Result", v.object({ accuracy: v.number() }), { namespace: "vision" });
const Speech = registerModel("Result", v.object({ wordErrors: v.number() }), { namespace: "speech" });

using folder = exampleFolder("namespaces");
await using results = new AsyncResultsManager(folder.path);
await results.clear();

// A model's own namespace is used unless another is given.
await results.set("vision/1", { accuracy: 0.93 }, { model: Vision });
await results.set("speech/1", { wordErrors: 12 }, { model: Speech });
for (const id of await results.listIds()) {
  console.log(id, (await results.info(id)).namespace, await results.get(id));
}
console.log("namespaces:", getNamespaces(), "with a 'Result':", [...findModelInAllNamespaces("Result").keys()]);

// An explicit model validates the record, whichever model is stored.
await showFailure(() => results.get("vision/1", Speech));

// Another schema under a registered name is refused.
await showFailure(() => registerModel("Result", v.object({ other: v.string() }), { namespace: "vision" }));

// One model in two namespaces: with strictNamespace, the namespace must be given.
defaultRegistry.add(Vision, "archive");
console.log("first one:", findModelNamespace(Vision));
const again = { model: Vision, strictNamespace: true };
await showFailure(() => results.set("vision/2", { accuracy: 0.95 }, again));
await results.set("vision/2", { accuracy: 0.95 }, { ...again, namespace: "archive" });
console.log("vision/2", (await results.info("vision/2")).namespace);

// A program that does not know the model gets an error.
defaultRegistry.clearRegistry("archive");
await showFailure(() => results.get("vision/2"));
console.log("as vision:", await results.get("vision/2", undefined, { namespace: "vision" }));
