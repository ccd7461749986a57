import { test } from "vitest";
import { type Ability, type Lacks, reasonToSkip } from "./abilities.ts";
import type { OpenedStore } from "./opened-store.ts";

/** A case that takes longer hangs, on a slow machine and disk, too. */
const TIMEOUT_MS = 300_000;

/** Registers the cases of one backend, or of one cache, with vitest. */
export class Suite<Store = OpenedStore> {
  readonly #lacks: Lacks;
  readonly #withStore: (body: (store: Store) => Promise<void>) => Promise<void>;

  /** @param withStore opens a store for one case, runs it, and disposes of the store. */
  constructor(lacks: Lacks = {}, withStore: (body: (store: Store) => Promise<void>) => Promise<void>) {
    this.#lacks = lacks;
    this.#withStore = withStore;
  }

  /** A case of its own store. It needs retention unless told otherwise; where an ability is lacking, it is skipped with the reason. */
  case(title: string, body: (store: Store) => Promise<void>, needs: readonly Ability[] = ["retention"]): void {
    const reason = reasonToSkip(this.#lacks, needs);
    if (reason === undefined) test(title, { timeout: TIMEOUT_MS }, () => this.#withStore(body));
    else test.skip(`${title} — lacking: ${reason}`, () => {});
  }

  /** A case that opens as many stores as it wants. */
  onNewStores(
    title: string,
    body: (onNewStore: (work: (store: Store) => Promise<void>) => Promise<void>) => Promise<void>,
    needs: readonly Ability[] = ["retention"],
  ): void {
    const reason = reasonToSkip(this.#lacks, needs);
    if (reason === undefined) test(title, { timeout: 120_000 }, () => body(this.#withStore));
    else test.skip(`${title} — lacking: ${reason}`, () => {});
  }

  /** A case for every backend, one that keeps nothing too. */
  always(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, []);
  }

  /** A case that reads what is stored through a further backend. */
  persistent(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, ["retention", "persistence"]);
  }

  /** A case with several backends on one store. */
  shared(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, ["retention", "sharing"]);
  }

  /** A case with asynchronous functions, whose calls overlap. */
  asynchronous(title: string, body: (store: Store) => Promise<void>, needs: readonly Ability[] = ["retention"]): void {
    this.case(title, body, [...needs, "asynchrony"]);
  }

  /** A case with a damaged record. */
  corrupt(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, ["retention", "corruption"]);
  }
}
