import { runAsWorker } from "synckit";
import type { Answer } from "../bridge/start-worker.ts";
import type { Order } from "../wire/host-api.ts";
import { encodeThrown } from "../wire/wire-error.ts";
import { Answers } from "./answers.ts";
import { StoreHost } from "./store-host.ts";

// The worker: it has no models, and does what it is asked for on the stores it has opened.
const hosts = new Map<number, StoreHost>();

const answers = new Answers(async (order: Order): Promise<Answer> => {
  try {
    let host = hosts.get(order.store);
    if (!host) {
      host = new StoreHost();
      hosts.set(order.store, host);
    }
    const value = await host.perform(order);
    // One that could not be opened, or is closed, is of no use any more.
    if (order.name === "close") hosts.delete(order.store);
    return { value };
  } catch (thrown) {
    if (order.name === "open" || order.name === "close") hosts.delete(order.store);
    return { thrown: encodeThrown(thrown) };
  }
});

runAsWorker((order?: Order) => answers.to(order));
