import { BackendClosedError, type Clock, systemClock } from "@results-manager/core";
import { Lease, type LeaseSpace } from "@results-manager/core/internal";
import type { Space, StorageBase } from "@results-manager/core/storage";
import type { OpenedStore, StoreProtocol, WorkerRequest } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import { type Caller, callerOf } from "./caller.ts";
import type { Call } from "./conversation.ts";

/** Requests of a protocol, without those that every host or the face of the store answers, with asynchronous methods. */
export type HostOf<Protocol, FaceMethod> = {
  readonly [K in Exclude<keyof Protocol, FaceMethod | keyof StoreProtocol>]: Protocol[K] extends (
    ...args: infer Args
  ) => infer Answer
    ? (caller: Caller, ...args: Args) => Promise<Answer>
    : never;
};

/** A face that is open in the worker. */
export interface HostedFace {
  close(): Promise<void>;
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Hosts a store in the worker for the thread that has the models. */
export abstract class StoreHost {
  #now: number | undefined;
  #opened: { readonly face: HostedFace; readonly storage: StorageBase } | undefined;
  /** The caller's time at the request; the system's if the caller uses the system clock. */
  readonly #clock: Clock = { now: () => this.#now ?? systemClock.now() };

  /** Requests that the face answers itself. */
  protected abstract readonly faceMethods: readonly string[];

  /** Opens the face that a request describes. */
  protected abstract openFace(
    request: OpenRequest,
    clock: Clock,
  ): Promise<{ readonly face: HostedFace; readonly storage: StorageBase }>;

  /** Ends a listing. */
  abstract endListing(caller: Caller, listing: number): Promise<void>;

  /** Carries out a request. @param call calls a function of the calling thread. */
  perform([, name, now, args]: WorkerRequest, call: Call): Promise<unknown> {
    this.#now = now;
    if (this.faceMethods.includes(name)) {
      const face = this.#open.face as unknown as Readonly<Record<string, Method>>;
      return (face[name] as Method)(...args);
    }
    const caller = callerOf(call, (later) => {
      this.#now = later;
    });
    return ((this as unknown as Readonly<Record<string, Method>>)[name] as Method)(caller, ...args);
  }

  async open(_: Caller, request: OpenRequest): Promise<OpenedStore> {
    this.#opened = await this.openFace(request, this.#clock);
    const { retains, persistent } = this.#opened.storage.supports;
    return { isVolatile: retains && !persistent, retains };
  }

  disownLease(_: Caller, space: LeaseSpace, key: string): Promise<void> {
    return Lease.disown(this.#open.storage, key, space);
  }

  async locate(_: Caller, space: Space, key: string): Promise<string> {
    return this.#open.storage.locate(space, key);
  }

  async close(): Promise<void> {
    await this.#opened?.face.close();
  }

  get #open(): { readonly face: HostedFace; readonly storage: StorageBase } {
    if (!this.#opened) throw new BackendClosedError();
    return this.#opened;
  }
}
