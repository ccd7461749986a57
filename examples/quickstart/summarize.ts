import { type AsyncResultsManager, type ModelOutput, SetBehavior } from "results-manager";
import { PackageInfo } from "./package-info.ts";
import { Summary, type SummaryData } from "./summary.ts";

const PAGE = 200;
const TOP = 8;

/** Reads the packages back, each validated, and stores and returns their summary. */
export async function summarize(results: AsyncResultsManager, ids: readonly string[]): Promise<SummaryData> {
  const packages: ModelOutput<typeof PackageInfo>[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const page = await results.getMany(ids.slice(start, start + PAGE), PackageInfo);
    packages.push(...page.filter((info) => info !== undefined));
  }
  const summary = Summary.parse({
    takenAt: new Date(),
    packages: packages.length,
    files: sum(packages.map(({ files }) => files)),
    bytes: sum(packages.map(({ bytes }) => bytes)),
    licences: tally(packages.map(({ licence }) => licence)),
    largest: packages
      .map(({ name, version, bytes }) => ({ name: `${name} ${version}`, bytes }))
      .sort((a, b) => b.bytes - a.bytes)
      .slice(0, TOP),
    mostDependedOn: tally(packages.flatMap(({ dependencies }) => dependencies)).slice(0, TOP),
  });
  // A value that a model parsed can be stored without naming the model.
  await results.set("summary", summary, { behavior: SetBehavior.Overwrite });
  return summary;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Counts the occurrences of each name, most frequent first. */
function tally(names: readonly string[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
