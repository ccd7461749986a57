import { SqliteBackend } from "../../src/index.ts";

// Watches a store until it is killed.
const results = new SqliteBackend(process.argv[2] as string);
setInterval(() => {}, 60_000); // A watch keeps no process alive.
for await (const _ of results.watch(undefined, { onReady: () => process.stdout.write("ready\n") }));
