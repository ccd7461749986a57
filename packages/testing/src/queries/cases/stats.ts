import * as v from "valibot";
import { expect } from "vitest";
import { expectCode } from "../../expect-failure.ts";
import { ADA } from "../../fixtures.ts";
import type { Suite } from "../../suite.ts";

/** `stats`: number and size of results, by model and version. */
export function statsCases(suite: Suite): void {
  suite.case("stats counts results and their bytes by model and version", async (opened) => {
    const { backend, registry, clock, models } = opened;
    const sizeOf = async (id: string): Promise<number> => (await backend.inspect(id)).bytes;
    expect(await backend.stats()).toEqual({ records: 0, bytes: 0, damaged: 0, expired: 0, models: [] });
    const Newer = registry.register("Person", v.object({ name: v.string() }), {
      ...{ namespace: "other", version: 3 },
      upgrade: { 2: (data: unknown) => data },
    });
    await backend.set("a/1", ADA, { model: models.Person });
    await backend.set("a/2", ADA, { model: models.Person });
    await backend.set("ab", { name: "Ada" }, { model: Newer, namespace: "other" });
    await backend.set("a/gone", ADA, { model: models.Person, ttlSeconds: 1 });
    clock.advance(2);
    registry.clearRegistry();
    const [one, two, three] = [await sizeOf("a/1"), await sizeOf("a/2"), await sizeOf("ab")];
    const person = { model: "Person", namespace: "default", version: 1, records: 2, bytes: one + two };
    const newer = { model: "Person", namespace: "other", version: 3, records: 1, bytes: three };
    const all = { records: 3, bytes: one + two + three, damaged: 0, expired: 1 };
    expect(await backend.stats()).toEqual({ ...all, models: [person, newer] });
    const some = { records: 2, bytes: one + two, damaged: 0, expired: 1 };
    expect(await backend.stats("a")).toEqual({ ...some, models: [person] });
    await expectCode(backend.stats("."), "INVALID_ID");
    await backend.prune();
    expect(await backend.stats("a")).toEqual({ ...some, expired: 0, models: [person] });
  });

  suite.corrupt("stats counts damaged results apart", async ({ backend, models, corrupt }) => {
    await backend.setMany(
      ["a", "b"].map((id) => [id, ADA] as const),
      { model: models.Person },
    );
    const { bytes } = await backend.inspect("a");
    await corrupt("b");
    expect(await backend.stats()).toMatchObject({ records: 2, bytes, damaged: 1, models: [{ records: 1, bytes }] });
  });

  suite.always("stats of a closed store is BACKEND_CLOSED", async ({ backend }) => {
    await backend.close();
    await expectCode(backend.stats(), "BACKEND_CLOSED");
  });
}
