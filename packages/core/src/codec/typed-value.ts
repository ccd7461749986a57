/** Stands for an instance of a registered type while it is digested, stored and loaded: what it encodes to, which nobody else changes. */
export class TypedValue {
  readonly name: string;
  /** Plain data, and further {@link TypedValue}s. */
  readonly data: unknown;
  /** The digest that the type gives; absent where it is that of the data. */
  readonly own: string | undefined;

  constructor(name: string, data: unknown, own: string | undefined) {
    this.name = name;
    this.data = data;
    this.own = own;
  }
}
