import { EMPTY, minus, plus, type StoreSize } from "./store-size.ts";

/** Capacity of a store. */
export interface Room {
  /** Tells whether a size fits in addition to the stored entries. */
  fits(size: StoreSize): boolean;
  /** Evicts entries to make space for a size, as far as possible. */
  makeRoom(size: StoreSize): Promise<void>;
}

interface Waiter {
  readonly size: StoreSize;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Admission of writes in order, while there is space for all pending ones. A write that would fill the store runs alone. */
export class WriteAdmission {
  readonly #room: Room;
  readonly #waiting: Waiter[] = [];
  #pendingSize = EMPTY;
  #pendingCount = 0;
  #isAdmitting = false;
  #onLeave: (() => void) | undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Waits until a write of this size may start. The caller must then call {@link WriteAdmission.leave}. */
  async enter(size: StoreSize): Promise<void> {
    if (this.#waiting.length === 0 && this.#fits(size)) return this.#admit(size);
    const admitted = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ size, resolve, reject });
    });
    void this.#admitWaiting();
    return admitted;
  }

  /** Ends an admitted write, successful or not. */
  leave(size: StoreSize): void {
    this.#pendingCount--;
    this.#pendingSize = minus(this.#pendingSize, size);
    this.#onLeave?.();
  }

  async #admitWaiting(): Promise<void> {
    if (this.#isAdmitting) return;
    this.#isAdmitting = true;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (!this.#fits(next.size)) {
        if (this.#pendingCount > 0) {
          await this.#nextLeave();
          continue;
        }
        try {
          await this.#room.makeRoom(next.size);
        } catch (error) {
          this.#waiting.shift();
          next.reject(error);
          continue;
        }
      }
      this.#waiting.shift();
      this.#admit(next.size);
      next.resolve();
    }
    this.#isAdmitting = false;
  }

  #fits(size: StoreSize): boolean {
    return this.#room.fits(plus(this.#pendingSize, size));
  }

  #admit(size: StoreSize): void {
    this.#pendingCount++;
    this.#pendingSize = plus(this.#pendingSize, size);
  }

  #nextLeave(): Promise<void> {
    return new Promise((resolve) => {
      this.#onLeave = resolve;
    });
  }
}
