import type { At, Path } from "../../fields/path.ts";

/** Values that a condition compares with. */
export type Scalar = string | number | boolean | bigint | Date | null;
/** Values that have an order. */
export type Ordered = string | number | bigint | Date;

interface Equality<Value> {
  /** Equal to the value. */
  readonly eq?: Value;
  /** Not equal to it, which is also true of a missing value. */
  readonly ne?: Value;
  /** Equal to one of the values. */
  readonly in?: readonly Value[];
  /** Equal to none of them. */
  readonly notIn?: readonly Value[];
}

interface Existence {
  /** There is a value, perhaps `null`; or there is none. */
  readonly exists?: boolean;
}

/** Conditions on values that have an order. A value of another type is in no range, and neither is `NaN`. */
export interface RangeFilter<Value> {
  readonly gt?: Value;
  readonly gte?: Value;
  readonly lt?: Value;
  readonly lte?: Value;
  /** From the first value to the second, both included. */
  readonly between?: readonly [Value, Value];
}

interface TextFilter {
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly contains?: string;
  /** Pattern for the whole text: `%` stands for any text, `_` for one character, and a backslash makes the next one ordinary. */
  readonly like?: string;
}

/** Conditions on lists and Sets. */
export interface ListFilter<Item> {
  /** Refuses text and lists: they have a length, too. */
  readonly [Symbol.iterator]?: never;
  readonly has?: Item;
  readonly hasAny?: readonly Item[];
  readonly hasAll?: readonly Item[];
  /** Number of items. */
  readonly length?: number | RangeFilter<number>;
}

type Known<Value> = Exclude<Value, undefined>;
type Comparable<Value> = Extract<Known<Value>, Scalar>;

type AnyFilter = Scalar | (Equality<Scalar> & RangeFilter<Ordered> & TextFilter & ListFilter<Scalar> & Existence);

/** Condition on a value: a value that it must equal, or operators, which must all hold. */
export type Filter<Value> = unknown extends Value
  ? AnyFilter
  : [NonNullable<Value>] extends [never]
    ? Known<Value> | (Equality<Known<Value>> & Existence)
    : [NonNullable<Value>] extends [readonly (infer Item)[]]
      ? ListFilter<Extract<Item, Scalar>> & Existence
      : [NonNullable<Value>] extends [ReadonlySet<infer Item>]
        ? ListFilter<Extract<Item, Scalar>> & Existence
        : [Extract<Value, Scalar>] extends [never]
          ? Existence
          :
              | Comparable<Value>
              | (Equality<Comparable<Value>> &
                  ([Extract<Value, Ordered>] extends [never]
                    ? unknown
                    : RangeFilter<Widened<Extract<Value, Ordered>>>) &
                  ([Extract<Value, string>] extends [never] ? unknown : TextFilter) &
                  Existence);

/** Ranges of text compare with any text, not only with members of a union. */
type Widened<Value> = Value extends string ? string : Value extends number ? number : Value;

/** Condition on results: all of its parts must hold. Paths lead into the value; see `field()` for keys with dots. */
export type Where<Value> = string extends Path<Value> ? AnyWhere<Value> : KnownWhere<Value>;

/** Condition on values that may have any key: words and paths cannot be told apart by type. */
interface AnyWhere<Value> {
  readonly [path: string]: Filter<At<Value, string>> | AnyWhere<Value> | readonly AnyWhere<Value>[] | undefined;
}

type KnownWhere<Value> = { readonly [Text in Path<Value>]?: Filter<At<Value, Text>> } & {
  readonly and?: readonly Where<Value>[];
  readonly or?: readonly Where<Value>[];
  readonly not?: Where<Value>;
  /** Creation time of the result. */
  readonly $createdAt?: Filter<Date>;
  /** Time of the last write. */
  readonly $updatedAt?: Filter<Date>;
  /** Version of the model that wrote the result. */
  readonly $version?: Filter<number>;
};
