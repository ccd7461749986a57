import { runAsWorker } from "synckit";

// A worker that does nothing, to measure the cost of a round trip.
runAsWorker(async (value: unknown) => value);
