import { runAsWorker } from "synckit";
import type { Answer } from "../bridge/start-worker.ts";
import { encodeThrown } from "../protocol/wire-error.ts";
import type { Order } from "../protocol/worker-protocol.ts";
import { AnswerPoll } from "./poll-for-answer.ts";
import { StoreHost } from "./store-host.ts";

// The worker: it has no models, and does what it is asked for on the stores it has opened.
const hosts = new Map<number, StoreHost>();

const answers = new AnswerPoll(async (order: Order): Promise<Answer> => {
  const [store, name] = order;
  try {
    let host = hosts.get(store);
    if (!host) {
      host = new StoreHost();
      hosts.set(store, host);
    }
    const value = await host.perform(order);
    // One that could not be opened, or is closed, is of no use any more.
    if (name === "close") hosts.delete(store);
    return [value];
  } catch (thrown) {
    if (name === "open" || name === "close") hosts.delete(store);
    return [undefined, encodeThrown(thrown)];
  }
});

runAsWorker((order?: Order) => answers.to(order));
