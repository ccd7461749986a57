import type { AsyncResultsBackend } from "@results-manager/core";
import type { ResultsManager } from "../../src/index.ts";

const METHODS = [
  "set",
  "get",
  "exists",
  "info",
  "listIds",
  "delete",
  "clear",
  "setMany",
  "getMany",
  "deleteMany",
  "update",
  "getOrCompute",
  "prune",
  "compact",
  "migrate",
  "copyTo",
  "importRecords",
  "count",
  "stats",
  "schemas",
  "inspect",
  "first",
  "explain",
  "aggregate",
  "close",
] as const;
const LISTINGS = ["ids", "exportRecords", "entries", "children", "find", "findIds"] as const;

const managers = new WeakMap<object, ResultsManager>();

/** A blocking manager behind the face that the conformance suite asks: what it returns is resolved, what it throws rejected. */
export function asyncFace(results: ResultsManager): AsyncResultsBackend {
  const method = (name: string) => Reflect.get(results, name).bind(results) as (...args: unknown[]) => unknown;
  const face = {
    ...Object.fromEntries(
      METHODS.map((name) => [name, async (...args: unknown[]) => method(name)(...args.map(managerOf))]),
    ),
    ...Object.fromEntries(
      LISTINGS.map((name) => [
        name,
        async function* (...args: unknown[]) {
          yield* method(name)(...args) as Iterable<unknown>;
        },
      ]),
    ),
    [Symbol.asyncDispose]: async () => results.close(),
  } as unknown as AsyncResultsBackend;
  managers.set(face, results);
  return face;
}

/** A blocking copy wants a blocking target. */
function managerOf(argument: unknown): unknown {
  return (typeof argument === "object" && argument !== null && managers.get(argument)) || argument;
}
