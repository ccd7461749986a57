import { FileBackend } from "@results-manager/backend-fs";

// Lists every id of a store and reports the memory used; runs in a separate process, whose memory contains nothing else.
await using results = new FileBackend(process.argv[2] ?? "", { createIfMissing: false });
let resident = process.memoryUsage.rss();
let listed = 0;
const start = performance.now();
for await (const _id of results.ids()) {
  if (++listed % 2_000 === 0) resident = Math.max(resident, process.memoryUsage.rss());
}
process.send?.({ listed, seconds: (performance.now() - start) / 1000, residentBytes: resident });
