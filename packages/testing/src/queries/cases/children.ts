import type { AsyncResultsBackend, ChildInfo, ChildrenOptions } from "@results-manager/core";
import { compareCodePoints } from "@results-manager/core/storage";
import fc from "fast-check";
import { expect } from "vitest";
import { idArbitrary } from "../../arbitraries/ids.ts";
import { collect } from "../../collect.ts";
import { expectCode } from "../../expect-failure.ts";
import type { Fixtures } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";

/** `children`: the next segments, with the number of results below. */
export function childrenCases(suite: Suite): void {
  suite.case("children are the next segments, with counts", async ({ backend, models }) => {
    await fill(backend, models, ["runs", "runs/1/loss", "runs/1", "runs/2/a/b", "runs-old", "runs/2", "x"]);
    expect(await collect(backend.children())).toEqual([
      { id: "runs", segment: "runs", isResult: true, count: 5 },
      { id: "runs-old", segment: "runs-old", isResult: true, count: 1 },
      { id: "x", segment: "x", isResult: true, count: 1 },
    ]);
    expect(await collect(backend.children("runs"))).toEqual([
      { id: "runs/1", segment: "1", isResult: true, count: 2 },
      { id: "runs/2", segment: "2", isResult: true, count: 2 },
    ]);
    expect(await collect(backend.children("runs/2"))).toEqual([
      { id: "runs/2/a", segment: "a", isResult: false, count: 1 },
    ]);
    expect(await collect(backend.children("x"))).toEqual([]);
    expect(await collect(backend.children("missing"))).toEqual([]);
  });

  suite.case("after, limit and order select children", async ({ backend, models }) => {
    // The ids of a are not next to each other: "a-b" and "a.c" are between them.
    await fill(backend, models, ["p/a", "p/a-b/1", "p/a.c", "p/a/1", "p/a0", "p/b/1"]);
    const segments = async (options: ChildrenOptions<true>): Promise<string> =>
      (await collect(backend.children("p", options))).map(({ segment, count }) => `${segment}:${count}`).join(" ");
    expect(await segments({})).toBe("a:2 a-b:1 a.c:1 a0:1 b:1");
    expect(await segments({ order: "desc" })).toBe("b:1 a0:1 a.c:1 a-b:1 a:2");
    expect(await segments({ after: "a" })).toBe("a-b:1 a.c:1 a0:1 b:1");
    expect(await segments({ after: "p/a-b", limit: 2 })).toBe("a.c:1 a0:1");
    expect(await segments({ after: "a0", order: "desc" })).toBe("a.c:1 a-b:1 a:2");
    expect(await segments({ after: "a-b", order: "desc" })).toBe("a:2");
    expect(await segments({ limit: 0 })).toBe("");
    expect(await segments({ after: "zz" })).toBe("");
    await expectCode(segments({ after: "q/a" }), "INVALID_ID");
    await expectCode(segments({ after: "p/a/1" }), "INVALID_ID");
  });

  suite.case("children of random trees are those of a plain list", async ({ backend, models, properties }) => {
    const tree = fc.uniqueArray(idArbitrary(), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(), fc.boolean(), async (ids, pick, isDescending) => {
        await backend.clear();
        await fill(backend, models, ids);
        const [parent] = (ids[pick % (ids.length || 1)] ?? "none").split("/");
        for (const prefix of [undefined, parent]) {
          const order = isDescending ? "desc" : "asc";
          const children = expected(ids, prefix, isDescending);
          expect(await collect(backend.children(prefix, { order }))).toEqual(children);
          const uncounted = children.map(({ count, ...child }) => child);
          expect(await collect(backend.children(prefix, { order, counts: false }))).toEqual(uncounted);
          const after = children[pick % (children.length || 1)];
          const behind = after ? children.slice(children.indexOf(after) + 1) : children;
          expect(await collect(backend.children(prefix, { order, after: after?.id }))).toEqual(behind);
        }
      }),
      { seed: properties.seed, numRuns: Math.ceil(properties.runs / 2) },
    );
  });
}

function expected(ids: readonly string[], prefix: string | undefined, isDescending: boolean): ChildInfo[] {
  const start = prefix === undefined ? "" : `${prefix}/`;
  const below = ids.filter((id) => id.startsWith(start)).map((id) => id.slice(start.length));
  const segments = [...new Set(below.map((id) => id.split("/")[0] as string))].sort(compareCodePoints);
  const children = segments.map((segment) => ({
    id: start + segment,
    segment,
    isResult: below.includes(segment),
    count: below.filter((id) => id === segment || id.startsWith(`${segment}/`)).length,
  }));
  return isDescending ? children.reverse() : children;
}

async function fill(backend: AsyncResultsBackend, { Anything }: Fixtures, ids: readonly string[]): Promise<void> {
  await backend.setMany(
    ids.map((id) => [id, id]),
    { model: Anything },
  );
}
