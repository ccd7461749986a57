import { PostgresServer } from "../../packages/backend-postgres/test/server/postgres-server.ts";
import { findExamples, userPages } from "./find-examples.ts";
import { compileExamples, runExamples, writeExamples } from "./run-examples.ts";

// Compiles and runs every program of the READMEs and of docs/. Names of pages as arguments restrict it to those.
const wanted = process.argv.slice(2);
const pages = userPages().filter((page) => wanted.length === 0 || wanted.some((name) => page.includes(name)));
const examples = findExamples(pages);
writeExamples(examples);
const faults = await compileExamples();
// Programs that use PostgreSQL take its address from this variable, and do without where there is none.
const needsServer = examples.some(({ code }) => code.includes("process.env.DATABASE_URL"));
await using server = needsServer ? await PostgresServer.start() : undefined;
if (server) process.env.DATABASE_URL = server.url;
faults.push(...(await runExamples(examples)));
for (const { where, reason } of faults) process.stderr.write(`${where}: ${reason}\n`);
process.stdout.write(`${examples.length} programs on ${pages.length} pages, ${faults.length} faults\n`);
if (faults.length > 0) process.exitCode = 1;
