import { collect } from "../../collect.ts";
import { expectResponsive, LONGEST_BLOCK_MS } from "../../expect-responsive.ts";
import { longestBlock } from "../../longest-block.ts";
import type { Suite } from "../../suite.ts";
import { fill, registerScore } from "../scores.ts";

/** Queries over thousands of results, which let timers and I/O through. */
export function responsiveQueryCases(suite: Suite): void {
  suite.case(
    `queries and listings of 2,500 let timers through at least every ${LONGEST_BLOCK_MS} ms`,
    async ({ backend, registry }) => {
      const Score = registerScore(registry);
      const accuracies = Array.from({ length: 2500 }, (_, i) => [`n/${i}`, { accuracy: i % 997 }] as const);
      await fill(backend, Score, Object.fromEntries(accuracies));
      await expectResponsive(async () => [
        await longestBlock(() => collect(backend.entries("n", Score))),
        await longestBlock(() => collect(backend.find(Score, { orderBy: ["-accuracy"] }))),
        await longestBlock(() => backend.aggregate(Score, { groupBy: ["accuracy"], avg: ["accuracy"] })),
        await longestBlock(() => collect(backend.children("n", { order: "desc" }))),
        await longestBlock(() => backend.stats()),
      ]);
    },
    ["retention", "responsiveness"],
  );
}
