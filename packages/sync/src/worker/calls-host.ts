import { BackendClosedError, type Call, CallsFace, type Clock } from "@results-manager/core";
import { decodeValue, type EncodedValue, encodeValue, isKept } from "@results-manager/core/internal";
import type { StorageBase } from "@results-manager/core/storage";
import type { CallsProtocol, WireCall } from "../protocol/calls-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { Caller } from "./caller.ts";
import { openFace } from "./open-face.ts";
import { type HostOf, StoreHost } from "./store-host.ts";

const FACE_METHODS = ["evict", "prune", "compact", "gc"] as const;

/** Hosts a storage of calls. */
export class CallsHost extends StoreHost implements HostOf<CallsProtocol, (typeof FACE_METHODS)[number]> {
  protected override readonly faceMethods: readonly string[] = FACE_METHODS;
  #face: CallsFace | undefined;

  protected override async openFace(
    request: OpenRequest,
    clock: Clock,
  ): Promise<{ readonly face: CallsFace; readonly storage: StorageBase }> {
    const { made, where } = await openFace(request, clock, "Calls");
    if (!(made instanceof CallsFace)) {
      throw new TypeError(`${where} must create a storage of calls of this library, a CallsFace.`);
    }
    this.#face = made;
    return { face: made, storage: made.storage };
  }

  async getOrCompute(caller: Caller, call: WireCall, ttlSeconds: number | undefined): Promise<EncodedValue> {
    const compute = async (): Promise<unknown> => {
      const { data, types } = await caller("computeValue");
      return decodeValue(data, types);
    };
    return encodeValue(await this.#calls.getOrCompute(decodeCall(call), compute, { ttlSeconds }));
  }

  isKept(_: Caller, call: WireCall): Promise<boolean> {
    return isKept(this.#calls, decodeCall(call));
  }

  override async endListing(): Promise<void> {}

  get #calls(): CallsFace {
    if (!this.#face) throw new BackendClosedError({ face: "calls" });
    return this.#face;
  }
}

function decodeCall({ arguments: { data, types }, ...identity }: WireCall): Call {
  return { ...identity, arguments: decodeValue(data, types) as Call["arguments"] };
}
