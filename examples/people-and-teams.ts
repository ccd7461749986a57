// Shows every call: people and teams are written, read, changed, listed, copied and removed.
//
//   node --conditions=@results-manager/source examples/people-and-teams.ts [--dir DIR]
import { setTimeout } from "node:timers/promises";
import { AsyncResultsManager, MemoryBackend, registerModel, SetBehavior } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";
import { showFailure } from "./lib/show-failure.ts";

// A model is a named schema. Data is validated against it when it is written and when it is read.
const Person = registerModel("Person", v.object({ name: v.string(), age: v.pipe(v.number(), v.minValue(0)) }));
const Team = registerModel("Team", v.object({ name: v.string(), members: v.array(v.string()), founded: v.date() }));

using folder = exampleFolder("people-and-teams");
await using results = new AsyncResultsManager(folder.path);
await results.clear(); // With --dir, there may be results of an earlier run.

console.log("\n# set, get: an id is text or a list of segments");
const ada = Person.parse({ name: "Ada", age: 36 });
await results.set("people/ada", ada); // Person.parse made it: its model is known.
await results.set(["people", "bob"], { name: "Bob", age: 41 }, { model: Person }); // Plain data takes a model.
await results.set("teams/red", { name: "Red", members: ["ada"], founded: new Date("2026-01-01") }, { model: Team });
const red = await results.get("teams/red", Team); // Typed as a Team.
console.log("Red was founded in", red.founded.getUTCFullYear(), "by", red.members);
console.log("without a model:", await results.get("people/ada")); // Validated as what it was stored as; typed unknown.

console.log("\n# what fails says why");
await showFailure(() => results.get("people/nemo", Person));
await showFailure(() => results.set("people/eve", { name: "Eve", age: -1 }, { model: Person }));
await showFailure(() => results.get("teams/red", Person)); // Stored as a team, asked for as a person.
await showFailure(() => results.set("../outside", ada));

console.log("\n# set where something is stored already: four behaviours");
const older = { name: "Ada", age: 37 };
await showFailure(() => results.set("people/ada", older, { model: Person })); // The default: raise_if_exists.
await showFailure(() => results.set("people/ada", older, { model: Person, behavior: SetBehavior.RaiseIfDifferent }));
console.log("the same again:", await results.set("people/ada", ada, { behavior: SetBehavior.RaiseIfDifferent }));
console.log("skipped:", await results.set("people/ada", older, { model: Person, behavior: SetBehavior.SkipIfExists }));
console.log("replaced:", await results.set("people/ada", older, { model: Person, behavior: SetBehavior.Overwrite }));

console.log("\n# setMany, getMany: one round trip");
const crowd = ["carl", "dora", "emil"].map((name, i) => [`people/${name}`, { name, age: 20 + i }] as const);
console.log("stored:", await results.setMany(crowd, { model: Person }));
const some = await results.getMany(["people/dora", "people/nemo", "people/emil"], Person);
console.log(
  "read:",
  some.map((person) => person?.name),
); // undefined for missing ids.

console.log("\n# listIds, ids, exists, info");
console.log("people:", await results.listIds("people"));
for await (const id of results.ids("people", { after: "people/bob", limit: 2 })) console.log("next:", id);
console.log("exists:", await results.exists("people/ada"), await results.exists("people")); // A prefix is not a result.
const { modelName, namespace, version, createdAt, updatedAt, expiresAt } = await results.info("people/ada");
const { records, models: counted } = await results.stats();
console.log("stats:", records, "results;", ...counted.map((each) => `${each.model} v${each.version}: ${each.records}`));
console.log("info:", { modelName, namespace, version, expiresAt }, "replaced later:", updatedAt >= createdAt);

console.log("\n# update: read, change, write, atomically across processes");
const birthdays = Array.from({ length: 10 }, () =>
  results.update("people/bob", Person, (bob) => ({ name: "Bob", age: (bob?.age ?? 0) + 1 })),
);
await Promise.all(birthdays);
console.log("ten birthdays at once:", (await results.get("people/bob", Person)).age);

console.log("\n# getOrCompute: once, however many ask");
let computed = 0;
const average = registerModel("Average", v.object({ age: v.number() }));
const ask = () =>
  results.getOrCompute("averages/people", average, async () => {
    computed++;
    const people = await results.getMany(await results.listIds("people"), Person);
    return { age: people.reduce((sum, person) => sum + (person?.age ?? 0), 0) / people.length };
  });
const answers = await Promise.all([ask(), ask(), ask()]);
console.log(
  "answers:",
  answers.map(({ age }) => age),
  "computed:",
  computed,
);

console.log("\n# computeAll: a list of results, which several processes may share");
const {
  computed: ages,
  found,
  failed,
} = await results.computeAll(await results.listIds("people"), {
  id: (person) => `averages/${person}`,
  model: average,
  compute: async (person) => ({ age: (await results.get(person, Person)).age }),
});
console.log("computed:", ages, "found:", found, "failed:", failed);

console.log("\n# ttlSeconds, prune, compact: expired means absent");
await results.set("guests/zoe", { name: "Zoe", age: 30 }, { model: Person, ttlSeconds: 2 });
console.log("expires:", (await results.info("guests/zoe")).expiresAt !== undefined);
await setTimeout(2100);
console.log("exists:", await results.exists("guests/zoe"), "pruned:", await results.prune());
console.log("bytes given back by compact:", await results.compact());

console.log("\n# watch: what changes, also by other processes");
const changes: string[] = [];
const stop = new AbortController();
const { promise: begun, resolve: onReady } = Promise.withResolvers<void>();
const watching = (async () => {
  const watch = results.watch("people", { signal: stop.signal, onReady });
  for await (const { id, kind } of watch) changes.push(`${id} (${kind})`);
})();
await begun;
await results.set("people/bob", { name: "Bob", age: 42 }, { model: Person, behavior: "overwrite" });
while (changes.length === 0) await setTimeout(10); // A watch alone keeps no process alive.
stop.abort();
await watching;
console.log("changed:", changes[0]);

console.log("\n# copyTo, exportRecords, importRecords: to any other backend, times and all");
await using copy = new MemoryBackend();
console.log("copied:", await results.copyTo(copy, { prefix: "people" }));
for await (const page of results.exportRecords("teams")) console.log("imported:", await copy.importRecords(page));
console.log("in the copy:", (await copy.listIds()).length);

console.log("\n# migrate: rewrites what older versions of a model wrote");
console.log("migrated:", await results.migrate()); // See evolving-model.ts.

console.log("\n# delete, deleteMany, clear");
console.log("deleted:", await results.delete("people/carl"), await results.delete("people/carl"));
console.log("deleted:", await results.deleteMany(["people/dora", "people/emil", "people/nemo"]));
console.log("cleared:", await results.clear("averages"), "left:", await results.listIds());

console.log("\n# close: waits for what was accepted, refuses the rest; `await using` does it, too");
await results.close();
await showFailure(() => results.exists("people/ada"));
