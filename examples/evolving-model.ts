// A model changes while old data stays: version 1 had one name, version 2 has two. Old records are upgraded when they are read,
// and rewritten only by migrate.
//
//   node --conditions=@results-manager/source examples/evolving-model.ts [--dir DIR]
import { AsyncResultsManager, isResultsError, ModelRegistry, registerModel } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

// A program has one version of a model. This one simulates three releases, each with its own registry.
const release1 = new ModelRegistry();
const release2 = new ModelRegistry();

const PersonV1 = registerModel("Person", v.object({ name: v.string() }), { registry: release1 });

const Person = registerModel("Person", v.object({ first: v.string(), last: v.string() }), {
  registry: release2,
  version: 2,
  upgrade: {
    // One step for each older version: it gets the stored data, and its result is validated.
    1: ({ name }: { name: string }) => {
      const [first = "", ...rest] = name.split(" ");
      return { first, last: rest.join(" ") };
    },
  },
});

using folder = exampleFolder("evolving-model");

{
  await using results = new AsyncResultsManager({ baseDir: folder.path, registry: release1 });
  await results.clear();
  const people = ["Ada Lovelace", "Grace Hopper", "Edsger W. Dijkstra"].map(
    (name, i) => [`people/${i}`, { name }] as const,
  );
  await results.setMany(people, { model: PersonV1 });
  console.log("release 1 wrote:", await results.get("people/0"), "version", (await results.info("people/0")).version);
}

{
  await using results = new AsyncResultsManager({ baseDir: folder.path, registry: release2 });
  console.log("release 2 reads:", await results.get("people/2", Person));
  console.log("stored is still version", (await results.info("people/2")).version);
  await results.update("people/0", Person, (person) => ({ first: "Augusta", last: person?.last ?? "" }));
  console.log("a write stores version", (await results.info("people/0")).version);
  console.log("migrate rewrote:", await results.migrate("people"), "and again:", await results.migrate("people"));
  console.log("now stored as version", (await results.info("people/2")).version);
}

{
  // The old program reads a newer record: it gets an error instead of misinterpreted data.
  await using results = new AsyncResultsManager({ baseDir: folder.path, registry: release1 });
  try {
    await results.get("people/0", PersonV1);
  } catch (error) {
    if (!isResultsError(error, "MODEL_TOO_OLD")) throw error;
    console.log(`${error.code}: ${error.message}`);
  }
}
