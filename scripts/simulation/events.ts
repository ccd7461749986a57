/** Event of a simulation. */
interface Event {
  readonly at: number;
  readonly run: () => void;
}

/** Clock of a simulation: runs what was planned in the order of its times. */
export class Events {
  now = 0;
  /** Binary heap: no event is before its parent. */
  readonly #heap: Event[] = [];

  /** Plans a function. */
  readonly later = (ms: number, run: () => void): void => {
    const heap = this.#heap;
    const event = { at: this.now + ms, run };
    let i = heap.push(event) - 1;
    for (let up = (i - 1) >> 1; i > 0 && (heap[up] as Event).at > event.at; up = (i - 1) >> 1) {
      heap[i] = heap[up] as Event;
      i = up;
    }
    heap[i] = event;
  };

  /** Runs until a time is over, in milliseconds. */
  runUntil(end: number): void {
    for (let next = this.#take(); next && next.at <= end; next = this.#take()) {
      this.now = next.at;
      next.run();
    }
  }

  #take(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!last || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Event).at < (heap[child] as Event).at) child++;
      if ((heap[child] as Event).at >= last.at) break;
      heap[i] = heap[child] as Event;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}
