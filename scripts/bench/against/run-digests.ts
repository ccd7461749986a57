import { timedSequence } from "../measure/timed.ts";
import { benchRecord } from "../records.ts";
import type { PairedPart } from "./paired-part.ts";

const CALLS = 20_000;

/** Measures the digest of a record of 1 KB. */
export const runDigests: PairedPart = async (checkout) => {
  const { digest } = await checkout.package<typeof import("@results-manager/core")>("core");
  const records = Array.from({ length: 200 }, (_, i) => benchRecord(i));
  return [
    async function* () {
      yield ["digest of 1 KB", await timedSequence(CALLS, (i) => digest(records[i % records.length]))];
    },
  ];
};
