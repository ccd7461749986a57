import type { Clock, ResultsErrorCode, SetBehavior } from "@results-manager/core";
import { isSame } from "../expect-same.ts";
import type { Operation, Result } from "./operation.ts";

interface Entry {
  readonly value: unknown;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | undefined;
}

class Refusal extends Error {
  readonly code: ResultsErrorCode;
  constructor(code: ResultsErrorCode) {
    super(code);
    this.code = code;
  }
}

/** Reference implementation of a store by a plain Map. Ids must be ASCII. */
export class Reference {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the unexpired entries, in the order of the ids. */
  entries(): [string, unknown][] {
    return this.#ids(undefined).map((id) => [id, this.#find(id)?.value]);
  }

  /** Carries a step out. The time is not moved here: the store under test moves the same clock. */
  apply(operation: Operation): Result {
    try {
      return { value: this.#call(operation) };
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code };
      throw error;
    }
  }

  #call(operation: Operation): unknown {
    switch (operation.kind) {
      case "set":
        return this.#set(operation.id, operation.value, operation.behavior, operation.ttlSeconds);
      case "get":
        return this.#get(operation.id).value;
      case "exists":
        return this.#find(operation.id) !== undefined;
      case "delete":
        return this.#delete(operation.id);
      case "info": {
        const { createdAt, updatedAt, expiresAt } = this.#get(operation.id);
        return [createdAt, updatedAt, expiresAt];
      }
      case "update": {
        const changed = [this.#find(operation.id)?.value, operation.value].map(String);
        this.#set(operation.id, changed, "overwrite");
        return changed;
      }
      case "compute":
        this.#set(operation.id, operation.value, "skip_if_exists");
        return this.#get(operation.id).value;
      case "list":
        return this.#ids(operation.prefix);
      case "clear":
        return this.#ids(operation.prefix).filter((id) => this.#delete(id)).length;
      case "getMany":
        return operation.ids.map((id) => this.#find(id)?.value);
      case "deleteMany":
        return operation.ids.filter((id) => this.#delete(id)).length;
      case "setMany":
        return this.#setMany(operation.ids, operation.value, operation.behavior);
      case "advance":
        return undefined;
      case "prune":
        return this.#prune();
    }
  }

  #set(id: string, value: unknown, behavior: SetBehavior, ttlSeconds?: number): boolean {
    const old = this.#find(id);
    if (old && behavior === "raise_if_exists") throw new Refusal("RESULT_EXISTS");
    if (old && behavior === "skip_if_exists") return false;
    if (old && behavior === "raise_if_different") {
      if (isSame(old.value, value)) return true;
      throw new Refusal("RESULT_DIFFERS");
    }
    const now = this.#clock.now();
    const expiresAt = ttlSeconds === undefined ? undefined : now + ttlSeconds * 1000;
    this.#entries.set(id, { value, createdAt: old?.createdAt ?? now, updatedAt: now, expiresAt });
    return true;
  }

  #setMany(ids: readonly string[], value: unknown, behavior: SetBehavior): boolean[] {
    const results = ids.map((id) => {
      try {
        return this.#set(id, value, behavior);
      } catch (error) {
        return error;
      }
    });
    const error = results.find((result) => result instanceof Refusal);
    if (error) throw error;
    return results as boolean[];
  }

  #get(id: string): Entry {
    const entry = this.#find(id);
    if (entry) return entry;
    throw new Refusal("RESULT_NOT_FOUND");
  }

  #find(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry?.expiresAt !== undefined && entry.expiresAt <= this.#clock.now() ? undefined : entry;
  }

  #delete(id: string): boolean {
    const was = this.#find(id) !== undefined;
    this.#entries.delete(id);
    return was;
  }

  #ids(prefix: string | undefined): string[] {
    const ids = [...this.#entries.keys()].filter((id) => this.#find(id));
    return ids.filter((id) => prefix === undefined || id === prefix || id.startsWith(`${prefix}/`)).sort();
  }

  #prune(): number {
    const expired = [...this.#entries.keys()].filter((id) => !this.#find(id));
    for (const id of expired) this.#entries.delete(id);
    return expired.length;
  }
}
