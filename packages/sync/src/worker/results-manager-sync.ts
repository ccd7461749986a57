import { subscribe } from "node:diagnostics_channel";
import { LEASE_WAIT_CHANNEL } from "@results-manager/core/internal";
import { runAsWorker } from "synckit";
import { encodeThrown } from "../protocol/wire-error.ts";
import type { CallReply, WorkerMessage, WorkerRequest } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import { CacheHost } from "./cache-host.ts";
import { CallsHost } from "./calls-host.ts";
import { type Call, Conversation } from "./conversation.ts";
import { ResultsHost } from "./results-host.ts";
import type { StoreHost } from "./store-host.ts";

// Entry point of the worker: it handles requests for the stores it has opened, and has no models.
const HOSTS = { results: ResultsHost, cache: CacheHost, calls: CallsHost } as const;
const hosts = new Map<number, StoreHost>();

/** Makes the host for a request that opens a store. */
function hostFor([, , , [request]]: WorkerRequest): StoreHost {
  return new HOSTS[(request as OpenRequest).face]();
}

const conversation = new Conversation(async (request: WorkerRequest, call: Call): Promise<WorkerMessage> => {
  const [store, name] = request;
  try {
    const host = hosts.get(store) ?? hostFor(request);
    hosts.set(store, host);
    const value = await host.perform(request, call);
    // A store that could not be opened, or is closed, is removed.
    if (name === "close") hosts.delete(store);
    return ["answer", value];
  } catch (thrown) {
    if (name === "open" || name === "close") hosts.delete(store);
    return ["answer", undefined, encodeThrown(thrown)];
  }
});

subscribe(LEASE_WAIT_CHANNEL, () => conversation.noteWait());
runAsWorker((message?: WorkerRequest | CallReply) => conversation.poll(message));
