#!/usr/bin/env node
import { main } from "@results-manager/cli";

await main();
