import { ANY, type Call, type CallStorage, type CallTemplate, digest, ref } from "@results-manager/core";
import fc from "fast-check";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { CallsSuite } from "../opened-calls.ts";

const CALLS: readonly Call[] = [
  { name: "f", arguments: { x: 1, y: "a" }, result: 10 },
  { name: "f", arguments: { x: 2, y: "a" }, result: undefined, metadata: { run: { host: "h", n: 1 } } },
  { name: "f", module: "m", version: "1", arguments: { x: { deep: [1] } }, metadata: { run: {} } },
  {
    name: "g",
    module: "m",
    version: "2",
    arguments: {},
    result: 10,
    metadata: { run: { host: "i" }, tag: { x: null } },
  },
  { name: "F", arguments: { X: 1 }, result: { big: "r".repeat(9_000) } },
];

const TEMPLATES: readonly (readonly [CallTemplate | undefined, expected: readonly number[]])[] = [
  [undefined, [0, 1, 2, 3, 4]],
  [{}, [0, 1, 2, 3, 4]],
  [{ name: "f" }, [0, 1, 2]],
  [{ name: "missing" }, []],
  [{ name: "f", module: undefined }, [0, 1, 2]],
  [{ module: "m" }, [2, 3]],
  [{ module: ANY }, [2, 3]],
  [{ version: ANY, name: "g" }, [3]],
  [{ version: "1" }, [2]],
  [{ arguments: { x: 1 } }, [0]],
  [{ arguments: { x: ref(digest(1)) } }, [0]],
  [{ arguments: { x: digest(1) } }, []],
  [{ arguments: { x: 1n } }, []],
  [{ arguments: { x: ANY } }, [0, 1, 2]],
  [{ arguments: { x: ANY, y: "a" } }, [0, 1]],
  [{ arguments: { x: { deep: [1] } } }, [2]],
  [{ arguments: { X: ANY } }, [4]],
  [{ arguments: { "x%": ANY } }, []],
  [{ result: 10 }, [0, 3]],
  [{ result: undefined }, [1]],
  [{ result: ANY }, [0, 1, 3, 4]],
  [{ result: { big: "r".repeat(9_000) } }, [4]],
  [{ metadata: { run: {} } }, [1, 2, 3]],
  [{ metadata: { run: { host: "h" } } }, [1]],
  [{ metadata: { run: { host: ANY } } }, [1, 3]],
  [{ metadata: { run: { host: ANY }, tag: { x: null } } }, [3]],
  [{ metadata: { tag: { x: undefined } } }, []],
  [{ name: "f", arguments: { y: "a" }, metadata: { run: { n: 1, host: "h" } }, result: undefined }, [1]],
  [{ name: "f' or 1=1 --" }, []],
];

/** `query` finds the calls that match a template exactly. */
export function queryCases(suite: CallsSuite): void {
  suite.case("a template matches exactly, and omitted fields match anything", async ({ calls }) => {
    const keys = await Promise.all(CALLS.map((call) => calls.save(call)));
    for (const [template, expected] of TEMPLATES) {
      const wanted = expected.map((i) => keys[i] as string).sort();
      expect(await keysOf(calls, template), `template ${TEMPLATES.findIndex(([each]) => each === template)}`).toEqual(
        wanted,
      );
    }
  });

  suite.case("property: query finds the same calls as comparing one by one", async ({ calls, properties }) => {
    const stored = new Map<string, Call>();
    await fc.assert(
      fc.asyncProperty(fc.array(callArbitrary(), { maxLength: 6 }), templateArbitrary(), async (added, template) => {
        for (const call of added) stored.set(await calls.save(call), call);
        const expected = [...stored].filter(([, call]) => isMatch(template, call)).map(([key]) => key);
        expect(await keysOf(calls, template)).toEqual(expected.sort());
      }),
      { numRuns: properties.runs, seed: properties.seed },
    );
  });

  suite.case("many calls are read page by page, each complete", async ({ calls }) => {
    await Promise.all(Array.from({ length: 700 }, (_, i) => calls.save({ name: "f", arguments: { i, half: i % 2 } })));
    const found = await collect(calls.query({ name: "f", arguments: { half: 1 } }));
    expect(found).toHaveLength(350);
    expect(found.map(({ key }) => key)).toEqual(found.map(({ key }) => key).sort());
    for (const call of found) expect(call.arguments.half?.digest).toBe(digest(1));
  });

  suite.case("a template may have many fields", async ({ calls }) => {
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`n${i}`, i]));
    const key = await calls.save({ name: "f", arguments: many, metadata: { run: many } });
    await calls.save({ name: "f", arguments: { ...many, n149: 0 }, metadata: { run: many } });
    expect(await keysOf(calls, { arguments: many, metadata: { run: many } })).toEqual([key]);
    expect(await keysOf(calls, { metadata: { run: { ...many, n149: 0 } } })).toEqual([]);
  });

  suite.case("calls that are removed during the query are left out", async ({ calls }) => {
    await Promise.all(Array.from({ length: 600 }, (_, i) => calls.save({ name: "f", arguments: { i } })));
    let seen = 0;
    for await (const _ of calls.query({ name: "f" })) {
      if (seen++ === 0) for (const key of await calls.list()) await calls.evict(key);
    }
    expect(seen).toBeLessThanOrEqual(600);
    expect(await keysOf(calls)).toEqual([]);
  });

  suite.case("expired calls are left out", async ({ calls, clock }) => {
    await calls.save({ name: "f", arguments: { i: 1 } }, { ttlSeconds: 10 });
    const kept = await calls.save({ name: "f", arguments: { i: 2 } });
    clock.advance(10);
    expect(await keysOf(calls, { arguments: { i: ANY } })).toEqual([kept]);
  });

  suite.always("an invalid template is refused at once", async ({ calls }) => {
    for (const wrong of [
      null,
      "f",
      [],
      { name: 1 },
      { name: ANY },
      { module: Symbol("x") },
      { arguments: [1] },
      { metadata: { m: 1 } },
    ]) {
      expect(() => calls.query(wrong as never)).toThrow(TypeError);
    }
    for (const field of ["nmae", "args", "key", "__proto__x", "createdAt", "results"]) {
      expect(() => calls.query({ name: "f", [field]: 1 } as never)).toThrow(field);
      expect(() => calls.query({ name: "f", [field]: undefined } as never)).toThrow(TypeError);
    }
    expect(() => calls.query({ version: Number.NaN })).toThrow(TypeError);
    for (const wrong of [{ arguments: { a: [ANY] } }, { result: { b: ANY } }]) {
      expect(() => calls.query(wrong)).toThrow(
        /ANY stands for a whole argument or result.* at \$\.(?:arguments\.a\[0\]|result\.b)/,
      );
    }
    expect(() => calls.query({ arguments: { a: () => {} } })).toThrow("cannot be stored");
    expect(await keysOf(calls)).toEqual([]);
  });
}

async function keysOf(calls: CallStorage, template?: CallTemplate): Promise<string[]> {
  return (await collect(calls.query(template))).map(({ key }) => key);
}

const name = fc.constantFrom("a", "b", "__proto__", "A", "%", "a/b");
const value = fc.constantFrom<unknown>(0, -0, "0", 0n, null, undefined, [0], { a: 0 }, Number.NaN);
const named = fc.array(fc.tuple(name, value), { maxLength: 3 }).map(Object.fromEntries<unknown>);
const metadata = fc.array(fc.tuple(name, named), { maxLength: 2 }).map(Object.fromEntries<Record<string, unknown>>);

function callArbitrary(): fc.Arbitrary<Call> {
  return fc.record(
    { name, module: name, version: name, arguments: named, result: value, metadata },
    { requiredKeys: ["name", "arguments"] },
  ) as fc.Arbitrary<Call>;
}

function templateArbitrary(): fc.Arbitrary<CallTemplate> {
  const orAny = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | typeof ANY> => fc.oneof(arbitrary, fc.constant(ANY));
  const some = fc.array(fc.tuple(name, orAny(value)), { maxLength: 2 }).map(Object.fromEntries<unknown>);
  const said = fc.array(fc.tuple(name, some), { maxLength: 2 }).map(Object.fromEntries<Record<string, unknown>>);
  return fc.record(
    { name, module: orAny(name), version: orAny(name), arguments: some, result: orAny(value), metadata: said },
    { requiredKeys: [] },
  ) as fc.Arbitrary<CallTemplate>;
}

/** Reference implementation of matching. */
function isMatch(template: CallTemplate, call: Call): boolean {
  const fits = (wanted: unknown, holder: object, key: string): boolean =>
    Object.hasOwn(holder, key) &&
    (wanted === ANY || digest(wanted) === digest(Object.entries(holder).find(([each]) => each === key)?.[1]));
  const text = (wanted: unknown, actual: unknown): boolean =>
    wanted === undefined || (wanted === ANY ? actual !== undefined : wanted === actual);
  return (
    text(template.name, call.name) &&
    text(template.module, call.module) &&
    text(template.version, call.version) &&
    (!Object.hasOwn(template, "result") || fits(template.result, call, "result")) &&
    Object.entries(template.arguments ?? {}).every(([key, wanted]) => fits(wanted, call.arguments, key)) &&
    Object.entries(template.metadata ?? {}).every(([subject, said]) => {
      const held = Object.entries(call.metadata ?? {}).find(([each]) => each === subject)?.[1];
      return held !== undefined && Object.entries(said).every(([key, wanted]) => fits(wanted, held, key));
    })
  );
}
