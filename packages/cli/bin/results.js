#!/usr/bin/env node
import { enableCompileCache } from "node:module";

enableCompileCache?.(); // Node keeps what it has compiled for the next command.
const { main } = await import("@results-manager/cli");
await main();
