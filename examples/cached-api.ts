// Several processes repeatedly request the same data from one API through one cache. The API counts its calls: it is called once per key
// and window of time, regardless of the number of requests.
//
//   node --conditions=@results-manager/source examples/cached-api.ts [--dir DIR]
import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { openCache, registerModel } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const PROCESSES = 4;
const CITIES = ["Berlin", "Lagos", "Lima"];
const QUESTIONS = 600;
const WINDOWS = 2;
const TTL_SECONDS = 3;
const Weather = registerModel("Weather", v.object({ city: v.string(), degrees: v.number(), asked: v.number() }));
type WeatherData = v.InferOutput<typeof Weather.schema>;

const [role, ...args] = process.argv.slice(2);
if (role === "ask") await ask(...(args as [store: string, api: string]));
else await main();

/** Requests every city two hundred times at once, and again when the cached values have expired; run by each process. */
async function ask(store: string, api: string): Promise<void> {
  await using cache = await openCache(store, { durability: "process" });
  const weatherIn = (city: string) =>
    cache.getOrCompute(
      `${api}/weather?city=${city}`,
      Weather,
      async ({ signal }) => {
        const response = await fetch(`${api}/weather?city=${city}`, { signal });
        return (await response.json()) as WeatherData; // The type is only assumed here: the model validates the value.
      },
      { ttlSeconds: TTL_SECONDS, tags: [city] },
    );
  for (let window = 1; window <= WINDOWS; window++) {
    process.send?.("ready");
    await once(process, "message");
    const questions = Array.from({ length: QUESTIONS }, (_, i) => weatherIn(CITIES[i % CITIES.length] as string));
    const answers = await Promise.all(questions);
    await cache.incr(`answers in window ${window}`, answers.length);
  }
  process.disconnect();
}

async function main(): Promise<void> {
  using folder = exampleFolder("cached-api");
  const store = `sqlite:${join(folder.path, "cache.db")}`;
  await using cache = await openCache(store, { durability: "process" });
  await cache.clear();

  let calls = 0;
  const api = createServer(async (request, response) => {
    const asked = ++calls;
    const city = new URL(request.url ?? "/", "http://localhost").searchParams.get("city");
    await delay(50); // Simulates a slow API.
    response.end(JSON.stringify({ city, degrees: 20 + asked / 10, asked }));
  }).listen(0, "127.0.0.1");
  await once(api, "listening");
  const address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;

  const workers = Array.from({ length: PROCESSES }, () => fork(import.meta.filename, ["ask", store, address]));
  const exits = Promise.all(workers.map((worker) => once(worker, "exit")));
  const ready = () => Promise.all(workers.map((worker) => once(worker, "message")));
  await ready();
  for (let window = 1; window <= WINDOWS; window++) {
    const before = calls;
    const done = window < WINDOWS ? ready() : exits;
    for (const worker of workers) worker.send("go");
    await done;
    const answered = await cache.getValue(`answers in window ${window}`);
    console.log(`window ${window}: ${answered} answers, ${calls - before} calls of the API`);
    if (window < WINDOWS) await delay(TTL_SECONDS * 1000); // Afterwards, all cached values have expired.
  }
  console.log("exit codes:", (await exits).map(([code]) => code).join(" "));

  await cache.invalidateTag("Lima");
  const stillThere = await cache.multiGetValues(CITIES.map((city) => `${address}/weather?city=${city}`));
  console.log("after invalidateTag('Lima'):", CITIES.filter((_, i) => stillThere[i] !== undefined).join(", "));
  api.close();
}
