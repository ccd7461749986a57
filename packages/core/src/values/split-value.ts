import { bytesTag, isBytes, viewBytes } from "../codec/bytes.ts";
import { MAX_DEPTH, tooDeep } from "../codec/depth.ts";
import { encodeValue, type References } from "../codec/encode-value.ts";
import { TypedValue } from "../codec/typed-value.ts";
import { ValueRef } from "../codec/value-ref.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";
import { bytesForm, LONGEST_INLINE } from "../digest/forms.ts";
import { sha256 } from "../digest/sha256.ts";
import { internalContent } from "../records/internal-record.ts";
import type { RecordContent } from "../records/record.ts";
import type { PartWrite } from "../records/storage-backend.ts";
import { type KnownParts, UnknownReferences } from "./known-references.ts";

/** Longest bytes that are stored within their parent, as text. Longer ones are stored as a binary record of their own. */
const MAX_INLINE_BYTES = 1024;

/** Forms of empty containers. */
const EMPTY = /^(?:[aome]0:$|b\w+:0:)/;

/** Value in its stored form: a root record, and one record per part that is split off. */
export interface SplitValue {
  readonly digest: string;
  /** Length of the canonical form of the root, without the parts. */
  readonly size: number;
  /** Digests of referenced values that are not written with this one and must already be stored. */
  readonly references: readonly string[];
  /** True if the value contains instances of registered types. */
  readonly hasInstances: boolean;
  /** Parts of the value by level; each level refers only to earlier ones. */
  readonly levels: readonly (readonly PartWrite[])[];
  /** Record of the value itself. */
  readonly root: PartWrite;
}

/**
 * Creates the records of a value in one pass over it.
 *
 * @param value Plain data that must not change afterwards.
 * @param inlineDepth Greatest depth of a child that is stored within its parent.
 * @param known Forms of the references within the value, and hashes of its large bytes.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`; {@link UnknownReferences} if not all references are known.
 */
export function splitValue(value: unknown, inlineDepth: number, now: number, known: KnownParts = NONE): SplitValue {
  return new Splitter(value, inlineDepth, now, known).split();
}

/** Creates the record of a value that is bytes. */
export function splitBytes(tag: string, bytes: Uint8Array, hash: string, now: number): SplitValue {
  const form = bytesForm(tag, bytes.byteLength, hash);
  const digest = sha256(form);
  const root = { key: digest, prepare: () => internalContent("value", bytes, now, { types: tag }) };
  return { digest, size: form.length, references: [], hasInstances: false, levels: [], root };
}

const NONE: KnownParts = { references: new Map() };

class Splitter extends CanonicalForm {
  readonly #root: unknown;
  readonly #inlineDepth: number;
  readonly #now: number;
  readonly #known: KnownParts["references"];
  readonly #references = new Map<object, string>();
  /** Digests of referenced values that are not parts. */
  readonly #external = new Set<string>();
  readonly #unknown = new Set<string>();
  readonly #digests = new Set<string>();
  readonly #levels: PartWrite[][] = [];
  /** Depth of the deepest child of the current container so far, and number of part levels below it. */
  #depth = 0;
  #height = 0;
  #hasInstances = false;
  /** Number of enclosing Sets and instances, within which nothing is split. */
  #opaque = 0;
  #lastForm = "";
  #lastHash = "";

  constructor(root: unknown, inlineDepth: number, now: number, { references, hashes }: KnownParts) {
    super(root, hashes);
    this.#root = root;
    this.#inlineDepth = inlineDepth;
    this.#now = now;
    this.#known = references;
  }

  split(): SplitValue {
    const form = this.of(this.#root);
    if (this.#unknown.size > 0) throw new UnknownReferences([...this.#unknown]);
    const digest = sha256(form);
    const root = this.#part(digest, this.#root, this.#height);
    return {
      digest,
      size: form.length,
      references: [...this.#external],
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
    // The hash was just computed for the key of the part.
    return form.length > LONGEST_INLINE && form === this.#lastForm ? `h${this.#lastHash}` : super.inline(form);
  }

  /** Adds a reference. It counts as a scalar, and is stored within its container. */
  #reference(ref: ValueRef): string {
    const known = this.#known.get(ref.digest);
    if (!known) {
      this.#unknown.add(ref.digest);
      return "";
    }
    if (this.level + known.levels > MAX_DEPTH + 1) throw tooDeep(this.#root);
    this.#references.set(ref, ref.digest);
    this.#external.add(ref.digest);
    return known.form;
  }

  #isPart(value: object, depth: number): boolean {
    return depth > this.#inlineDepth || (isBytes(value) && value.byteLength > MAX_INLINE_BYTES);
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
    const references = height > 0 || this.#external.size > 0 ? this.#references : undefined;
    return { key, prepare: () => valueContent(value, references, this.#now) };
  }
}

/**
 * Returns the depth of an object from its form: 0 for empty containers, the depth of the deepest child plus one for containers that can be
 * split, and infinity for all others.
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
