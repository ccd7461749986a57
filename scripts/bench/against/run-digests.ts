import { timedSequence } from "../measure/timed.ts";
import { benchRecord } from "../records.ts";
import { inTurns } from "./in-turns.ts";
import type { PairedPart } from "./paired-parts.ts";

const CALLS = 20_000;

/** Measures the digest of a record of 1 KB. */
export const runDigests: PairedPart = async (checkouts, { rounds }) => {
  const cores = await Promise.all(
    checkouts.map((checkout) => checkout.package<typeof import("@results-manager/core")>("core")),
  );
  const records = Array.from({ length: 200 }, (_, i) => benchRecord(i));
  return inTurns(
    checkouts.map(({ name }) => name),
    rounds,
    async (contender) => {
      const { digest } = cores[contender] as (typeof cores)[number];
      return { "digest of 1 KB": await timedSequence(CALLS, (i) => digest(records[i % records.length])) };
    },
  );
};
