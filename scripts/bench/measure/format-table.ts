import type { Contender, Suite } from "../contender.ts";
import type { Figures } from "./figures.ts";
import { median } from "./median.ts";

/** Contenders of a suite, which may also be caches. */
type Compared = Pick<Suite, "targets" | "markTargets"> & {
  readonly contenders: readonly Pick<Contender, "name" | "role">[];
};

/**
 * Formats a suite's medians as a table: microseconds per operation, our share of the raw limit with its target, and our speed relative
 * to the best peer.
 */
export function formatTable(suite: Compared, figures: Figures): string {
  const { contenders, targets } = suite;
  const raw = contenders.find(({ role }) => role === "raw");
  const ours = contenders.find(({ role }) => role === "ours");
  const peers = contenders.filter(({ role }) => role === "peer");
  const head = ["µs per operation", ...contenders.map(({ name }) => name), "of raw", "target", "of best peer"];
  const rows = [...figures].map(([name, byContender]) => {
    const of = (contender?: { readonly name: string }) => contender && byContender.get(contender.name);
    const mine = of(ours);
    const least = Math.min(...peers.map((peer) => ratio(of(peer), mine) ?? Number.POSITIVE_INFINITY));
    const target = targets[name];
    return [
      name,
      ...contenders.map((contender) => show(of(contender))),
      ratio(of(raw), mine)?.toFixed(2) ?? "",
      target === undefined ? "" : `${Math.round(target * 100) / 100}`,
      Number.isFinite(least) ? least.toFixed(2) : "",
    ];
  });
  return [align([head, ...rows]), ...linesOfMarks(suite, figures)].join("\n");
}

/** A line for each row that must reach a share of a mark. */
function linesOfMarks({ contenders, markTargets = {} }: Compared, figures: Figures): string[] {
  const ours = contenders.find(({ role }) => role === "ours");
  return Object.entries(markTargets).flatMap(([mark, targets]) =>
    Object.entries(targets).map(([row, target]) => {
      const [theirs, mine] = [mark, ours?.name ?? ""].map((name) => figures.get(row)?.get(name));
      return `${row}: ${ratio(theirs, mine)?.toFixed(2)} of ${mark}, target ${target}`;
    }),
  );
}

/** Computes the speed relative to that of another contender, round by round: 1 is as fast, 2 is twice as fast. */
function ratio(other: readonly number[] = [], mine: readonly number[] = []): number | undefined {
  const rounds = Math.min(other.length, mine.length);
  return rounds === 0 ? undefined : median(mine.slice(0, rounds).map((figure, i) => (other[i] as number) / figure));
}

function show(figures: readonly number[] | undefined): string {
  if (!figures) return "";
  const figure = median(figures);
  return figure.toFixed(figure < 1 ? 3 : figure < 100 ? 1 : 0);
}

/** Aligns rows of cells in columns: the first to the left, the others to the right. */
export function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
    )
    .map((line) => line.trimEnd())
    .join("\n");
}
