import { describe } from "vitest";
import { type OpenedStore, withStore } from "../opened-store.ts";
import type { BackendUnderTest } from "../store-under-test.ts";
import { Suite } from "../suite.ts";
import { aggregateCases } from "./cases/aggregate.ts";
import { childrenCases } from "./cases/children.ts";
import { computeAllCases } from "./cases/compute-all.ts";
import { computeAllFailureCases } from "./cases/compute-all-failures.ts";
import { conditionCases } from "./cases/conditions.ts";
import { entriesCases } from "./cases/entries.ts";
import { explainCases } from "./cases/explain.ts";
import { failedRecordCases } from "./cases/failed-records.ts";
import { findCases } from "./cases/find.ts";
import { indexPageCases } from "./cases/index-pages.ts";
import { largeConditionCases } from "./cases/large-conditions.ts";
import { namedModelCases } from "./cases/named-models.ts";
import { orderCases } from "./cases/orders.ts";
import { readingCases } from "./cases/reading.ts";
import { refusedQueryCases } from "./cases/refused-queries.ts";
import { responsiveQueryCases } from "./cases/responsive-queries.ts";
import { schemaCases } from "./cases/schemas.ts";
import { statsCases } from "./cases/stats.ts";
import { findProperties } from "./properties/find-properties.ts";

const GROUPS: readonly (readonly [title: string, register: (suite: Suite) => void])[] = [
  ["conditions", conditionCases],
  ["large conditions", largeConditionCases],
  ["orders and cursors", orderCases],
  ["find", findCases],
  ["explain and indexes", explainCases],
  ["pages of indexes", indexPageCases],
  ["refused queries", refusedQueryCases],
  ["aggregate", aggregateCases],
  ["records that cannot be read", failedRecordCases],
  ["entries", entriesCases],
  ["children", childrenCases],
  ["inspect, getMany", readingCases],
  ["stats", statsCases],
  ["computeAll", computeAllCases],
  ["computeAll, failures", computeAllFailureCases],
  ["responsiveness", responsiveQueryCases],
  ["models by name", namedModelCases],
  ["property: queries", findProperties],
];

/** Groups for stores that describe their models. */
const DESCRIBED: typeof GROUPS = [["schemas", schemaCases]];

/**
 * Tests with vitest that a backend lists, finds and aggregates results as a plain filter over all of them would.
 *
 * `lacks` as for `describeBackend`.
 */
export function describeQueries(subject: BackendUnderTest): void {
  describe(`queries: ${subject.name}`, () => {
    const suite = new Suite<OpenedStore>(subject.lacks, (body) => withStore(subject, body));
    const groups = suite.can("description") ? [...GROUPS, ...DESCRIBED] : GROUPS;
    for (const [title, register] of groups) describe(title, () => register(suite));
  });
}
