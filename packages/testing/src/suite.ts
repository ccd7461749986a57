import { test } from "vitest";
import { type Ability, checkLacks, type Lacks, reasonToSkip } from "./abilities.ts";
import type { OpenedStore } from "./opened-store.ts";

/** Time after which a case is considered to hang, also on a slow machine and disk. */
const TIMEOUT_MS = 300_000;

/** Cases of one object under test, which are registered with vitest. */
export class Suite<Store = OpenedStore> {
  readonly #lacks: Lacks;
  readonly #withStore: (body: (store: Store) => Promise<void>) => Promise<void>;

  /**
   * @param withStore opens a store for one case, runs the case, and disposes of the store.
   * @throws {TypeError} for an ability in `lacks` that does not exist, or has no reason.
   */
  constructor(lacks: Lacks = {}, withStore: (body: (store: Store) => Promise<void>) => Promise<void>) {
    checkLacks(lacks);
    this.#lacks = lacks;
    this.#withStore = withStore;
  }

  /** Registers a case with its own store. It needs retention by default; if an ability is lacking, it is skipped with the reason. */
  case(title: string, body: (store: Store) => Promise<void>, needs: readonly Ability[] = ["retention"]): void {
    const reason = reasonToSkip(this.#lacks, needs);
    if (reason === undefined) test(title, { timeout: TIMEOUT_MS }, () => this.#withStore(body));
    else test.skip(`${title} — lacking: ${reason}`, () => {});
  }

  /** Tells whether the object under test has an ability. */
  can(ability: Ability): boolean {
    return reasonToSkip(this.#lacks, [ability]) === undefined;
  }

  /** Registers a case that opens any number of stores. */
  onNewStores(
    title: string,
    body: (onNewStore: (work: (store: Store) => Promise<void>) => Promise<void>) => Promise<void>,
    needs: readonly Ability[] = ["retention"],
  ): void {
    const reason = reasonToSkip(this.#lacks, needs);
    if (reason === undefined) test(title, { timeout: 120_000 }, () => body(this.#withStore));
    else test.skip(`${title} — lacking: ${reason}`, () => {});
  }

  /** Registers a case for every backend, including one that keeps nothing. */
  always(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, []);
  }

  /** Registers a case that reads stored records through a further backend. */
  persistent(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, ["retention", "persistence"]);
  }

  /** Registers a case with several backends on one store. */
  shared(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, ["retention", "sharing"]);
  }

  /** Registers a case with asynchronous functions, whose calls overlap. */
  asynchronous(title: string, body: (store: Store) => Promise<void>, needs: readonly Ability[] = ["retention"]): void {
    this.case(title, body, [...needs, "asynchrony"]);
  }

  /** Registers a case with a damaged record. */
  corrupt(title: string, body: (store: Store) => Promise<void>): void {
    this.case(title, body, ["retention", "corruption"]);
  }
}
