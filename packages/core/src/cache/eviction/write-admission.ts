import { type Holding, minus, NOTHING, plus } from "./holding.ts";

/** Capacity of a store. */
export interface Room {
  /** Tells whether a size fits in addition to the stored entries. */
  fits(size: Holding): boolean;
  /** Evicts entries to make space for a size, as far as possible. */
  makeRoom(size: Holding): Promise<void>;
}

interface Waiter {
  readonly size: Holding;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Admission of writes in order, while there is space for all pending ones. A write that would fill the store runs alone. */
export class WriteAdmission {
  readonly #room: Room;
  readonly #waiting: Waiter[] = [];
  #underWay = NOTHING;
  #count = 0;
  #lettingIn = false;
  #onLeave: (() => void) | undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Waits until a write of this size may start. The caller must then call {@link WriteAdmission.leave}. */
  async enter(size: Holding): Promise<void> {
    if (this.#waiting.length === 0 && this.#fits(size)) return this.#admit(size);
    const admitted = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ size, resolve, reject });
    });
    void this.#letIn();
    return admitted;
  }

  /** Ends an admitted write, successful or not. */
  leave(size: Holding): void {
    this.#count--;
    this.#underWay = minus(this.#underWay, size);
    this.#onLeave?.();
  }

  async #letIn(): Promise<void> {
    if (this.#lettingIn) return;
    this.#lettingIn = true;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (!this.#fits(next.size)) {
        if (this.#count > 0) {
          await this.#someLeft();
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
    this.#lettingIn = false;
  }

  #fits(size: Holding): boolean {
    return this.#room.fits(plus(this.#underWay, size));
  }

  #admit(size: Holding): void {
    this.#count++;
    this.#underWay = plus(this.#underWay, size);
  }

  #someLeft(): Promise<void> {
    return new Promise((resolve) => {
      this.#onLeave = resolve;
    });
  }
}
