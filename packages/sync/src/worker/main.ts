import { runAsWorker } from "synckit";
import type { Answer } from "../bridge/start-worker.ts";
import { encodeThrown } from "../protocol/wire-error.ts";
import type { WorkerRequest } from "../protocol/worker-protocol.ts";
import { AnswerPoll } from "./poll-for-answer.ts";
import { StoreHost } from "./store-host.ts";

// Entry point of the worker: it handles requests for the stores it has opened, and has no models.
const hosts = new Map<number, StoreHost>();

const answers = new AnswerPoll(async (request: WorkerRequest): Promise<Answer> => {
  const [store, name] = request;
  try {
    let host = hosts.get(store);
    if (!host) {
      host = new StoreHost();
      hosts.set(store, host);
    }
    const value = await host.perform(request);
    // A store that could not be opened, or is closed, is removed.
    if (name === "close") hosts.delete(store);
    return [value];
  } catch (thrown) {
    if (name === "open" || name === "close") hosts.delete(store);
    return [undefined, encodeThrown(thrown)];
  }
});

runAsWorker((request?: WorkerRequest) => answers.poll(request));
