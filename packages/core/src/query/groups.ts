import { CanonicalForm } from "../digest/canonical-form.ts";
import { compareCodePoints } from "../ids/compare-code-points.ts";
import { mapCooperatively } from "../scheduling/event-loop.ts";
import { sortCooperatively } from "../scheduling/sort-cooperatively.ts";
import { encodeTerm } from "./cursor.ts";
import { Extreme, Mean, type Measure, Sum } from "./measures.ts";
import { type Candidate, type QueryField, readField } from "./query-field.ts";
import { type Selection, selected } from "./selection.ts";
import { compareValues, RANK, rankOf } from "./value-order.ts";

/** Name of a measure. */
export type MeasureName = "sum" | "avg" | "min" | "max";

const MEASURES: Readonly<Record<MeasureName, () => Measure>> = {
  sum: () => new Sum(),
  avg: () => new Mean(),
  min: () => new Extreme(1),
  max: () => new Extreme(-1),
};

/** Names of the measures. */
export const MEASURE_NAMES: readonly MeasureName[] = ["sum", "avg", "min", "max"];

/** Parsed aggregation: fields to group by, and the fields of each measure; `undefined` for one that is not asked for. */
export interface Aggregation {
  readonly groupBy: Selection;
  readonly measures: Readonly<Record<MeasureName, Selection | undefined>>;
}

/** Row of an aggregation. */
export type GroupRow = { readonly group: Readonly<Record<string, unknown>>; readonly count: number } & {
  readonly [Name in MeasureName]?: Readonly<Record<string, unknown>>;
};

interface MeasuredField {
  readonly name: MeasureName;
  readonly path: string;
  readonly field: QueryField;
  readonly measure: Measure;
}

/** Results with equal values of the grouped fields. */
class Group {
  readonly key: string;
  readonly values: readonly unknown[];
  readonly #group: Readonly<Record<string, unknown>>;
  readonly #fields: readonly MeasuredField[];
  readonly #names: readonly MeasureName[];
  #count = 0;

  constructor(
    key: string,
    values: readonly unknown[],
    group: Readonly<Record<string, unknown>>,
    measures: Aggregation["measures"],
  ) {
    this.key = key;
    this.values = values;
    this.#group = group;
    this.#names = MEASURE_NAMES.filter((name) => measures[name]);
    this.#fields = this.#names.flatMap((name) =>
      (measures[name] ?? []).map(([path, field]) => ({ name, path, field, measure: MEASURES[name]() })),
    );
  }

  add(candidate: Candidate): void {
    this.#count++;
    for (const { field, measure } of this.#fields) measure.add(readField(field, candidate));
  }

  get row(): GroupRow {
    const results = this.#names.map((name) => {
      const fields = this.#fields.filter((each) => each.name === name);
      return [name, Object.fromEntries(fields.map(({ path, measure }) => [path, measure.result]))];
    });
    return { group: this.#group, count: this.#count, ...Object.fromEntries(results) };
  }
}

/** Groups of an aggregation. Values are one group if a condition calls them equal, or if they are deeply equal. */
export class Groups {
  readonly #aggregation: Aggregation;
  readonly #groups = new Map<string, Group>();

  constructor(aggregation: Aggregation) {
    this.#aggregation = aggregation;
    // Without fields to group by, there is one row, even of no results.
    if (aggregation.groupBy.length === 0) this.#groups.set("[]", new Group("[]", [], {}, aggregation.measures));
  }

  add(candidate: Candidate): void {
    const { groupBy, measures } = this.#aggregation;
    const values = groupBy.map(([, field]) => readField(field, candidate));
    const key = JSON.stringify(values.map(keyOf));
    let group = this.#groups.get(key);
    if (!group) {
      group = new Group(key, values, selected(groupBy, candidate), measures);
      this.#groups.set(key, group);
    }
    group.add(candidate);
  }

  /** Rows, ordered by the values of the grouped fields. */
  async rows(): Promise<GroupRow[]> {
    const groups = await sortCooperatively([...this.#groups.values()], compareGroups);
    return mapCooperatively(groups, ({ row }) => row);
  }

  /** Returns the rows at once. */
  rowsNow(): GroupRow[] {
    return [...this.#groups.values()].sort(compareGroups).map(({ row }) => row);
  }
}

function compareGroups(a: Group, b: Group): number {
  for (const [i, value] of a.values.entries()) {
    const order = compareValues(value, b.values[i]);
    if (order !== 0) return order;
  }
  return compareCodePoints(a.key, b.key);
}

function keyOf(value: unknown): unknown {
  if (rankOf(value) === RANK.other) return [RANK.other, new CanonicalForm(value).of(value)];
  return encodeTerm(Number.isInteger(value) ? BigInt(value as number) : value);
}
