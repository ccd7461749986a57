import { runAsWorker } from "synckit";

// What a round trip costs that does nothing.
runAsWorker(async (value: unknown) => value);
