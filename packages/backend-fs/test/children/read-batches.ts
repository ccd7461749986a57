import { subscribe } from "node:diagnostics_channel";
import { FileStorage } from "../../src/file-storage.ts";
import { ReadThread } from "../../src/reading/read-thread.ts";

// Reads a store's large batches again and again, as a script does that closes nothing: the process ends when it is done.
const [folder = "", how = ""] = process.argv.slice(2);
let threads = 0;
subscribe("worker_threads", () => threads++);
const storage = new FileStorage(folder);
const keys = Array.from({ length: 2048 }, (_, i) => `g${i % 20}/r${i}`);
let read = 0;
const rounds = how === "once" ? 1 : 20;
for (let round = 0; round < rounds; round++) {
  const reading = storage.read("results", keys);
  if (how === "dies" && round === 10) setTimeout(() => ReadThread.join().end(), 1);
  read += (await reading).filter((record, i) => record?.corrupt === undefined && record?.data === i).length;
  if (rounds > 1) await new Promise((resolve) => setTimeout(resolve, 5)); // A thread takes a while to start.
}
process.stdout.write(`${read} read, ${threads} threads\n`);
