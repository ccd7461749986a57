/** Limits of a map, and what happens to values beyond them. */
export interface RecencyLimits<V> {
  readonly maxEntries: number;
  readonly maxSize: number;
  readonly sizeOf: (key: string, value: V) => number;
  readonly onEviction: () => void;
}

interface Node<V> {
  readonly key: string;
  value: V;
  size: number;
  older: Node<V> | undefined;
  newer: Node<V> | undefined;
}

/** Map that evicts the values whose last use is the longest ago: its nodes are a doubly linked list in the order of their use. */
export class RecencyMap<V> {
  readonly #limits: RecencyLimits<V>;
  readonly #nodes = new Map<string, Node<V>>();
  #oldest: Node<V> | undefined;
  #newest: Node<V> | undefined;
  #size = 0;

  constructor(limits: RecencyLimits<V>) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#nodes.size;
  }

  has(key: string): boolean {
    return this.#nodes.has(key);
  }

  /** Returns the value of a key and marks it as used. */
  get(key: string): V | undefined {
    const node = this.#nodes.get(key);
    if (node === undefined) return undefined;
    if (node !== this.#newest) {
      this.#unlink(node);
      this.#append(node);
    }
    return node.value;
  }

  /** Returns the value of a key without marking it as used. */
  peek(key: string): V | undefined {
    return this.#nodes.get(key)?.value;
  }

  /** Stores a value; one that is larger than all may be together is evicted at once. */
  set(key: string, value: V): void {
    const { maxEntries, maxSize, sizeOf } = this.#limits;
    const size = sizeOf(key, value);
    let node = this.#nodes.get(key);
    if (node) {
      this.#unlink(node);
      this.#size -= node.size;
      node.value = value;
      node.size = size;
    } else {
      node = { key, value, size, older: undefined, newer: undefined };
      this.#nodes.set(key, node);
    }
    this.#append(node);
    this.#size += size;
    if (size > maxSize) this.#evict(node);
    while (this.#oldest && (this.#nodes.size > maxEntries || this.#size > maxSize)) this.#evict(this.#oldest);
  }

  delete(key: string): boolean {
    const node = this.#nodes.get(key);
    if (node) this.#remove(node);
    return node !== undefined;
  }

  /** Yields all keys, that of the last use last. */
  *keys(): Generator<string> {
    for (let node = this.#oldest; node; node = node.newer) yield node.key;
  }

  #evict(node: Node<V>): void {
    this.#remove(node);
    this.#limits.onEviction();
  }

  #remove(node: Node<V>): void {
    this.#nodes.delete(node.key);
    this.#unlink(node);
    this.#size -= node.size;
  }

  #append(node: Node<V>): void {
    node.older = this.#newest;
    node.newer = undefined;
    if (this.#newest) this.#newest.newer = node;
    else this.#oldest = node;
    this.#newest = node;
  }

  #unlink({ older, newer }: Node<V>): void {
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
  }
}
