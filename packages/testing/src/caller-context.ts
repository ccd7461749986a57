import { AsyncLocalStorage } from "node:async_hooks";

/** Name of the caller in whose context code runs. One for all cases: before Node 24, each one slows down all promises from its first use. */
export const callerContext: AsyncLocalStorage<string> = new AsyncLocalStorage();
