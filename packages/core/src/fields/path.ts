/** Values that paths do not lead into. */
type Opaque =
  | string
  | number
  | boolean
  | bigint
  | symbol
  | null
  | undefined
  | Date
  | ArrayBuffer
  | ArrayBufferView
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ((...args: never[]) => unknown);

/** Depth at which paths end, so that recursive types do. */
type MaxDepth = 5;
type Less = [never, 0, 1, 2, 3, 4];

type Replaced<Text extends string, From extends string, To extends string> = Text extends `${infer A}${From}${infer B}`
  ? `${A}${To}${Replaced<B, From, To>}`
  : Text;

/** A key as a path has it: a dot or backslash within it is escaped by a backslash. */
export type EscapedKey<Key extends string> = string extends Key
  ? Key
  : Key extends `${string}${"." | "\\"}${string}`
    ? Replaced<Replaced<Key, "\\", "\\\\">, ".", "\\.">
    : Key;

/** The first key of a path. Words of conditions and orders are escaped where they would be read as such. */
type FirstKey<Key extends string> = Key extends "and" | "or" | "not" | `$${string}`
  ? `\\${EscapedKey<Key>}`
  : Key extends "id" | `-${string}`
    ? EscapedKey<Key> | `\\${EscapedKey<Key>}`
    : EscapedKey<Key>;

/** Items of a list by their keys. A tuple has a type for each index from its start; those from its end are not told apart. */
type Items<List extends readonly unknown[]> = number extends List["length"]
  ? { [Key in `${number}`]: List[number] }
  : { [Key in Extract<keyof List, `${number}`>]: List[Key] } & { [Key in `-${number}`]: List[number] };

type Below<Value, Depth extends number> = [Depth] extends [never]
  ? never
  : Value extends readonly unknown[]
    ? "length" | ItemPath<Items<Value>, Depth>
    : Value extends Opaque
      ? never
      : Value extends object
        ? {
            [Key in keyof Value & string]-?: EscapedKey<Key> | Deeper<EscapedKey<Key>, Value[Key], Depth>;
          }[keyof Value & string]
        : never;

type ItemPath<List, Depth extends number> = {
  [Key in keyof List & string]: Key | Deeper<Key, List[Key], Depth>;
}[keyof List & string];

type Deeper<Path extends string, Value, Depth extends number> =
  NonNullable<Value> extends Opaque ? never : `${Path}.${Below<NonNullable<Value>, Less[Depth]>}`;

/** Dotted paths into a value: keys, and indexes of lists, negative ones from the end. Any text where the type is not known. */
export type Path<Value> = unknown extends Value
  ? string
  : Value extends readonly unknown[]
    ? Below<Value, MaxDepth>
    : Value extends Opaque
      ? never
      : Value extends object
        ? {
            [Key in keyof Value & string]-?: FirstKey<Key> | Deeper<FirstKey<Key>, Value[Key], MaxDepth>;
          }[keyof Value & string]
        : never;

type KeyOf<Value, Escaped extends string> = {
  [Key in keyof Value & string]: Escaped extends EscapedKey<Key> | `\\${EscapedKey<Key>}` ? Key : never;
}[keyof Value & string];

/** Type of the value at a path; of a union, the types of those members that have it. */
export type At<Value, Text extends string> = unknown extends Value
  ? unknown
  : Value extends readonly unknown[]
    ? Text extends "length"
      ? number
      : Text extends keyof Items<Value>
        ? Items<Value>[Text]
        : Text extends `${infer Key extends keyof Items<Value> & string}.${infer Rest}`
          ? At<NonNullable<Items<Value>[Key]>, Rest>
          : never
    : Value extends object
      ? [KeyOf<Value, Text>] extends [never]
        ? AtDeeper<Value, Text>
        : string extends Text
          ? AnyBelow<Value[KeyOf<Value, Text>]>
          : Value[KeyOf<Value, Text>]
      : never;

/** Values at and below any key of a record: their type is known only if nothing is below. */
type AnyBelow<Item> = NonNullable<Item> extends Opaque ? Item : unknown;

/** Tries every dot as the end of the first key, since an escaped one is none. */
type AtDeeper<Value, Text extends string, Before extends string = ""> = Text extends `${infer Head}.${infer Rest}`
  ? [KeyOf<Value, `${Before}${Head}`>] extends [never]
    ? AtDeeper<Value, Rest, `${Before}${Head}.`>
    : At<NonNullable<Value[KeyOf<Value, `${Before}${Head}`>]>, Rest>
  : never;

/** Paths to numbers and bigints; any text where the type is not known. */
export type NumberPath<Value> = unknown extends Value
  ? string
  : {
      [Text in Path<Value>]: unknown extends At<Value, Text>
        ? Text
        : [Extract<At<Value, Text>, number | bigint>] extends [never]
          ? never
          : Text;
    }[Path<Value>];
