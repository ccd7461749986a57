import { CuttingProxy } from "../../../packages/backend-postgres/test/network/cutting-proxy.ts";
import { benchId, benchRecord } from "../records.ts";
import { ours } from "./ours.ts";

/** Each way takes half of the 2 ms of a round trip. */
const ONE_WAY_MS = 1;
/** Number of connections that are made before. */
const CONNECTIONS = 8;

/** Measures a batch of sets and one of gets over a network whose round trips take 2 ms, and counts them. */
export async function benchRoundTrips(url: string, records: number): Promise<string> {
  await using proxy = await CuttingProxy.to(url, { delayMs: ONE_WAY_MS });
  const store = await ours(proxy.url).open("round-trips");
  const made = Array.from({ length: records }, (_, i) => benchRecord(i));
  const calls = {
    sets: (i: number) => store.set(benchId(i), made[i] ?? benchRecord(i)),
    gets: (i: number) => store.get?.(benchId(i)),
  };
  const lines: string[] = [];
  await Promise.all(made.slice(0, CONNECTIONS).map(() => store.list?.("none"))); // Connects.
  for (const [name, call] of Object.entries(calls)) {
    const before = proxy.trips;
    const start = performance.now();
    await Promise.all(made.map((_, i) => call(i)));
    const each = ((performance.now() - start) * 1000) / records;
    lines.push(
      `${records} ${name} at 2 ms: ${proxy.trips - before} round trips, target 20; ${each.toFixed(1)} µs each`,
    );
  }
  await store.close();
  return lines.join("\n");
}
