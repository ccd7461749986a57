import { CONNECTIONS, CORES, COSTS, STATEMENTS } from "./costs.ts";
import { Events } from "./events.ts";
import { Resource } from "./resource.ts";

/** Store and workers of a simulation. */
export interface Scene {
  readonly workers: number;
  readonly partitions: number;
  /** Mean time of a computation, in milliseconds, exponentially distributed. */
  readonly computeMs: number;
  /** Workers write ids that follow one another, so that all of them change one page of the index of a partition. */
  readonly isOrdered: boolean;
}

/** Outcome of a simulation. */
export interface Report {
  /** Computations a second. */
  readonly rate: number;
  /** Share of the time of the server's cores. */
  readonly cpu: number;
  /** Mean time of the statements of a computation, in milliseconds; without waiting, it is that of the round trips and the flushes. */
  readonly storeMs: number;
}

const SIMULATED_MS = 3_000;
/** Other pages are so many that no two writers meet. */
const PAGES = 4_096;

/** Simulates workers that compute for a while, and store each result by `getOrCompute`. */
export function simulate({ workers, partitions, computeMs, isOrdered }: Scene, random: () => number): Report {
  const events = new Events();
  const connections = new Resource(CONNECTIONS, events.later);
  const cores = new Resource(CORES, events.later);
  const pages = Array.from({ length: isOrdered ? partitions : PAGES }, () => new Resource(1, events.later));
  const commits = sharedFlush(events);
  let computed = 0;
  let storeMs = 0;
  const more = (partitions - 1) * COSTS.partitionCpu;

  const send = (kind: "read" | "write", done: () => void): void =>
    connections.take((giveBack) => {
      const answer = (): void => {
        giveBack();
        events.later(COSTS.roundTrip / 2, done);
      };
      events.later(COSTS.roundTrip / 2, () => {
        if (kind === "read") return cores.use(COSTS.readCpu + more, answer);
        const page = pages[Math.floor(random() * pages.length)] as Resource;
        const afterPage = (): void => cores.use(COSTS.writeCpu - COSTS.pageLock + more, () => commits(answer));
        page.use(COSTS.pageLock, afterPage);
      });
    });

  const store = (step: number, started: number): void => {
    const kind = STATEMENTS[step];
    if (kind !== undefined) {
      send(kind, () => store(step + 1, started));
      return;
    }
    computed++;
    storeMs += events.now - started;
    compute();
  };
  const compute = (): void => events.later(-Math.log(1 - random()) * computeMs, () => store(0, events.now));
  for (let i = 0; i < workers; i++) compute();
  events.runUntil(SIMULATED_MS);
  return {
    rate: (computed / SIMULATED_MS) * 1000,
    cpu: cores.busyMs / CORES / SIMULATED_MS,
    storeMs: storeMs / computed,
  };
}

/** Flush of the log: commits that come while one is running wait for the next, and share it. */
function sharedFlush(events: Events): (done: () => void) => void {
  let waiting: (() => void)[] = [];
  let isRunning = false;
  const flush = (): void => {
    const sharing = waiting;
    waiting = [];
    isRunning = sharing.length > 0;
    if (!isRunning) return;
    events.later(COSTS.flush, () => {
      for (const done of sharing) done();
      flush();
    });
  };
  return (done) => {
    waiting.push(done);
    if (!isRunning) flush();
  };
}
