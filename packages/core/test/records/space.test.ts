import { expect, test } from "vitest";
import { type Space, takesAnyText, takesDigests, takesLeases } from "../../src/records/space.ts";

const SPACES: Readonly<Record<Space, string>> = {
  results: "",
  leases: "leases",
  models: "text",
  cache: "text",
  cache_tags: "text",
  cache_leases: "text leases",
  values: "digests",
  calls: "digests",
  value_aliases: "",
  call_leases: "leases",
  journal: "",
};

test.for(Object.entries(SPACES) as [Space, string][])("the space '%s' takes: %s", ([space, kinds]) => {
  const taken = [takesAnyText(space) && "text", takesDigests(space) && "digests", takesLeases(space) && "leases"];
  expect(taken.filter(Boolean).join(" ")).toBe(kinds);
});
