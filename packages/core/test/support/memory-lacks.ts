import type { Lacks } from "@results-manager/testing";

/** What no backend that keeps its records in this process's memory can do. */
export const MEMORY_LACKS: Lacks = {
  persistence: "memory goes with the backend",
  sharing: "each backend has a memory of its own",
  corruption: "nothing else reaches the memory",
};
