import {
  type BackendUnderTest,
  describeBackend,
  describeCache,
  describeCalls,
  describeQueries,
  describeStorage,
  describeValues,
  type Lacks,
  LatencyStorage,
} from "@results-manager/testing";
import { CacheFace, CallsFace, ResultsFace, ValuesFace } from "../../src/index.ts";
import { MEMORY_LACKS } from "../support/memory-lacks.ts";

/** As short as a suite of thousands of cases allows: a request and its answer take a turn of the event loop each. */
const NEAR = { roundTripMs: 0 };
const properties = process.env.TEST_ALL ? { runs: 10 } : { runs: 10, closings: 10 };
const lacks = MEMORY_LACKS;
const CACHE_LACKS: Lacks = { ...lacks, recency: "it keeps no notes of use" };

describeStorage({
  name: "a medium across a network",
  open: async (context) => {
    const storage = new LatencyStorage({ ...context, ...NEAR });
    return { storage, dispose: () => storage.close() };
  },
  lacks,
});

const results: BackendUnderTest = {
  name: "results across a network, four batches at a time",
  open: async (context) => {
    const backend = new ResultsFace(new LatencyStorage({ ...context, ...NEAR, concurrency: 4 }));
    return { backend, dispose: () => backend.close() };
  },
  lacks,
  properties,
};
describeBackend(results);
describeQueries(results);

describeCache({
  name: "a cache across a network",
  open: async (context) => {
    const cache = new CacheFace(new LatencyStorage({ ...context, ...NEAR }), context);
    return { cache, dispose: () => cache.close() };
  },
  lacks: CACHE_LACKS,
  properties,
});

describeValues({
  name: "values across a network",
  open: async (context) => {
    const values = new ValuesFace(new LatencyStorage({ ...context, ...NEAR }));
    return { values, dispose: () => values.close() };
  },
  lacks,
  properties,
});

describeCalls({
  name: "calls across a network, four batches at a time",
  open: async (context) => {
    const calls = new CallsFace(new LatencyStorage({ ...context, ...NEAR, concurrency: 4 }));
    return { calls, dispose: () => calls.close() };
  },
  lacks,
  properties,
});
