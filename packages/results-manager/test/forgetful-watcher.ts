import { openResults } from "results-manager";

// Watches a store, and has nothing else to do.
const results = await openResults(process.argv[2] as string);
for await (const _ of results.watch(undefined, { onReady: () => process.stdout.write("ready") }));
