import { bytesTag, isBytes, viewBytes } from "../codec/bytes.ts";
import { MAX_DEPTH, tooDeep } from "../codec/depth.ts";
import { encodeValue, type References } from "../codec/encode-value.ts";
import { TypedValue } from "../codec/typed-value.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { CanonicalForm, LONGEST_INLINE } from "../digest/canonical-form.ts";
import { sha256 } from "../digest/sha256.ts";
import { internalContent } from "../records/internal-record.ts";
import type { RecordContent } from "../records/record.ts";
import type { PartWrite } from "../records/storage-backend.ts";
import { type KnownReferences, UnknownReferences } from "./known-references.ts";

/** Bytes beyond this are a record of their own wherever they are: as they are, not as text. */
const MOST_INLINE_BYTES = 1024;

/** The forms of what holds nothing. */
const EMPTY = /^(?:[aome]0:$|b\w+:0:)/;

/** A value as it is stored: a record for itself, and one for each part that is split off. */
export interface SplitValue {
  readonly digest: string;
  /** How long its canonical form is, that of parts left out. */
  readonly size: number;
  /** What it refers to without bringing it along: all of it has to be there. */
  readonly references: readonly string[];
  /** It holds instances of registered types. */
  readonly hasInstances: boolean;
  /** What the value refers to; each level refers to those before it alone. */
  readonly levels: readonly (readonly PartWrite[])[];
  /** Its own record. */
  readonly root: PartWrite;
}

/**
 * Works out the records of a value in one pass over it.
 *
 * @param value plain data that nobody else changes.
 * @param inlineDepth how deep a child may be to stay within its parent.
 * @param known what the references within it stand for.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`; {@link UnknownReferences} where not all are known.
 */
export function splitValue(
  value: unknown,
  inlineDepth: number,
  now: number,
  known: KnownReferences = NONE,
): SplitValue {
  return new Splitter(value, inlineDepth, now, known).split();
}

const NONE: KnownReferences = new Map();

class Splitter extends CanonicalForm {
  readonly #root: unknown;
  readonly #inlineDepth: number;
  readonly #now: number;
  readonly #known: KnownReferences;
  readonly #references = new Map<object, string>();
  /** What is referred to without being a part. */
  readonly #elsewhere = new Set<string>();
  readonly #unknown = new Set<string>();
  readonly #digests = new Set<string>();
  readonly #levels: PartWrite[][] = [];
  /** Of the children seen so far of the container that is being looked at: how deep the deepest is, how many levels lie below. */
  #depth = 0;
  #height = 0;
  #hasInstances = false;
  /** Within a Set, or an instance, nothing is split. */
  #opaque = 0;
  #lastForm = "";
  #lastHash = "";

  constructor(root: unknown, inlineDepth: number, now: number, known: KnownReferences) {
    super(root);
    this.#root = root;
    this.#inlineDepth = inlineDepth;
    this.#now = now;
    this.#known = known;
  }

  split(): SplitValue {
    const form = this.of(this.#root);
    if (this.#unknown.size > 0) throw new UnknownReferences([...this.#unknown]);
    const digest = sha256(form);
    const root = this.#part(digest, this.#root, this.#height);
    return {
      digest,
      size: form.length,
      references: [...this.#elsewhere],
      hasInstances: this.#hasInstances,
      levels: this.#levels,
      root,
    };
  }

  protected override object(value: object): string {
    if (value instanceof ValueRef) return this.#reference(value);
    const [outerDepth, outerHeight] = [this.#depth, this.#height];
    this.#depth = 0;
    this.#height = 0;
    const isInstance = value instanceof TypedValue;
    if (isInstance) this.#hasInstances = true;
    const isWhole = isInstance || value instanceof Set;
    if (isWhole) this.#opaque++;
    const form = super.object(value);
    if (isWhole) this.#opaque--;
    const depth = depthOf(form, this.#depth);
    let height = this.#height;
    if (value !== this.#root && this.#opaque === 0 && this.#isPart(value, depth)) {
      this.#add(value, form, height);
      height++;
    }
    this.#depth = Math.max(outerDepth, depth);
    this.#height = Math.max(outerHeight, height);
    return form;
  }

  protected override inline(form: string): string {
    // What has just been hashed for its key need not be hashed again.
    return form.length > LONGEST_INLINE && form === this.#lastForm ? `h${this.#lastHash}` : super.inline(form);
  }

  /** A reference is no deeper than a scalar: it stays within what holds it, and what it refers to is there already. */
  #reference(ref: ValueRef): string {
    const known = this.#known.get(ref.digest);
    if (!known) {
      this.#unknown.add(ref.digest);
      return "";
    }
    if (this.level + known.levels > MAX_DEPTH + 1) throw tooDeep(this.#root);
    this.#references.set(ref, ref.digest);
    this.#elsewhere.add(ref.digest);
    return known.form;
  }

  #isPart(value: object, depth: number): boolean {
    return depth > this.#inlineDepth || (isBytes(value) && value.byteLength > MOST_INLINE_BYTES);
  }

  #add(value: object, form: string, height: number): void {
    const digest = sha256(form);
    this.#lastForm = form;
    this.#lastHash = digest;
    this.#references.set(value, digest);
    if (this.#digests.has(digest)) return;
    this.#digests.add(digest);
    const level = this.#levels[height] ?? [];
    this.#levels[height] = level;
    level.push(this.#part(digest, value, height));
  }

  #part(key: string, value: unknown, height: number): PartWrite {
    const references = height > 0 || this.#elsewhere.size > 0 ? this.#references : undefined;
    return { key, prepare: () => valueContent(value, references, this.#now) };
  }
}

/**
 * The depth of an object, by its form: 0 for what holds nothing, one more than the deepest child for what can be split, and without end
 * for the rest.
 */
function depthOf(form: string, deepestChild: number): number {
  if (form.startsWith("d") || EMPTY.test(form)) return 0;
  return /^[aom]/.test(form) ? 1 + deepestChild : Number.POSITIVE_INFINITY;
}

function valueContent(value: unknown, references: References | undefined, now: number): RecordContent {
  if (typeof value === "object" && value !== null && isBytes(value)) {
    return internalContent("value", viewBytes(value), now, { types: bytesTag(value) as string });
  }
  const { data, types } = encodeValue(value, references);
  return internalContent("value", data, now, { types });
}
