import type { AsyncResultsBackend } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../collect.ts";
import type { Fixtures } from "../fixtures.ts";
import type { Suite } from "../suite.ts";

/** `listIds` and `ids`: selection and order. */
export function listingCases(suite: Suite): void {
  suite.always("an empty store lists nothing", async ({ backend }) => {
    expect(await backend.listIds()).toEqual([]);
    expect(await backend.listIds("a")).toEqual([]);
    expect(await collect(backend.ids())).toEqual([]);
  });

  suite.case("a prefix matches whole segments", async ({ backend, models }) => {
    await fill(backend, models, [
      "users",
      "users/jo",
      "users/jo/mail",
      "users-old",
      "usersx",
      "users.json",
      "user",
      "a/users",
    ]);
    expect(await backend.listIds("users")).toEqual(["users", "users/jo", "users/jo/mail"]);
    expect(await backend.listIds("users/")).toEqual(["users", "users/jo", "users/jo/mail"]);
    expect(await backend.listIds(["users", "jo"])).toEqual(["users/jo", "users/jo/mail"]);
    expect(await backend.listIds("users/j")).toEqual([]);
    expect(await backend.listIds("user")).toEqual(["user"]);
    expect(await backend.listIds("missing")).toEqual([]);
  });

  suite.case("a prefix matches whether or not it is itself an id", async ({ backend, models }) => {
    await fill(backend, models, ["a/b/1", "a/b/2", "a/c"]);
    expect(await backend.listIds("a")).toEqual(["a/b/1", "a/b/2", "a/c"]);
    expect(await backend.listIds("a/b")).toEqual(["a/b/1", "a/b/2"]);
  });

  for (const special of ["%", "_", "*", "[a-z]", "a%", "?", "\\", "'", "(.*)"]) {
    suite.case(`'${special}' in a prefix is an ordinary character`, async ({ backend, models }) => {
      await fill(backend, models, [special, `${special}/x`, "a", "a/x", "ab/x", "b/x", "z/x"]);
      expect(await backend.listIds(special)).toEqual([special, `${special}/x`]);
    });
  }

  suite.case("a prefix is case-sensitive", async ({ backend, models }) => {
    await fill(backend, models, ["Users/jo", "users/jo", "USERS/jo", "straße/1", "STRASSE/1"]);
    expect(await backend.listIds("users")).toEqual(["users/jo"]);
    expect(await backend.listIds("Users")).toEqual(["Users/jo"]);
    expect(await backend.listIds("strasse")).toEqual([]);
  });

  suite.case("ids are listed in code-point order of the whole id", async ({ backend, models }) => {
    const ordered = ["!", "10", "9", "B", "_", "a", "a b", "a!", "a-b", "a.b", "a/b", "a0", "aa", "b", "ä", "€"];
    await fill(backend, models, ordered.toReversed());
    expect(await backend.listIds()).toEqual(ordered);
    expect(await collect(backend.ids())).toEqual(ordered);
  });

  suite.case("characters beyond U+FFFF are ordered after all others", async ({ backend, models }) => {
    // JavaScript compares UTF-16 units and would put the first two at the end.
    const ordered = [
      "a/\ue000",
      "a/\uffee",
      "a/\u{10000}",
      "a/\u{1f600}",
      "a/\u{10fffd}",
      "\ue000",
      "\uffee",
      "\u{10000}",
      "\u{1f600}",
    ];
    await fill(backend, models, [
      "\u{1f600}",
      "\uffee",
      ...ordered.filter((id) => id !== "\u{1f600}" && id !== "\uffee"),
    ]);
    expect(await backend.listIds()).toEqual(ordered);
    expect(await backend.listIds("a")).toEqual(ordered.slice(0, 5));
    expect(await collect(backend.ids(undefined, { after: "\uffee" }))).toEqual(ordered.slice(7));
  });

  suite.case("each of many ids is listed once", async ({ backend, models: { Counter } }) => {
    const ids = Array.from({ length: 3000 }, (_, i) => `n${i % 7}/${i}`);
    await backend.setMany(
      ids.map((id, count) => [id, { count }]),
      { model: Counter },
    );
    expect(await backend.listIds()).toEqual(ids.toSorted());
    expect(await backend.listIds("n3")).toEqual(ids.filter((id) => id.startsWith("n3/")).sort());
    expect(await collect(backend.ids("n3"))).toEqual(await backend.listIds("n3"));
  });
}

async function fill(backend: AsyncResultsBackend, { Anything }: Fixtures, ids: readonly string[]): Promise<void> {
  await backend.setMany(
    ids.map((id) => [id, id]),
    { model: Anything },
  );
}
