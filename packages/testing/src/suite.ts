import { test } from "vitest";
import { type Ability, reasonToSkip } from "./abilities.ts";
import { type OpenedStore, withStore } from "./opened-store.ts";
import type { BackendUnderTest } from "./store-under-test.ts";

/** Registers the cases of one backend with vitest. */
export class Suite {
  readonly #subject: BackendUnderTest;

  constructor(subject: BackendUnderTest) {
    this.#subject = subject;
  }

  /** A case of its own store. It needs retention unless told otherwise; where an ability is lacking, it is skipped with the reason. */
  case(title: string, body: (store: OpenedStore) => Promise<void>, needs: readonly Ability[] = ["retention"]): void {
    const reason = reasonToSkip(this.#subject.lacks ?? {}, needs);
    if (reason === undefined) test(title, { timeout: 30_000 }, () => withStore(this.#subject, body));
    else test.skip(`${title} — lacking: ${reason}`, () => {});
  }

  /** A case for every backend, one that keeps nothing too. */
  always(title: string, body: (store: OpenedStore) => Promise<void>): void {
    this.case(title, body, []);
  }

  /** A case that reads what is stored through a further backend. */
  persistent(title: string, body: (store: OpenedStore) => Promise<void>): void {
    this.case(title, body, ["retention", "persistence"]);
  }

  /** A case with several backends on one store. */
  shared(title: string, body: (store: OpenedStore) => Promise<void>): void {
    this.case(title, body, ["retention", "sharing"]);
  }

  /** A case with asynchronous functions, whose calls overlap. */
  asynchronous(
    title: string,
    body: (store: OpenedStore) => Promise<void>,
    needs: readonly Ability[] = ["retention"],
  ): void {
    this.case(title, body, [...needs, "asynchrony"]);
  }

  /** A case with a damaged record. */
  corrupt(title: string, body: (store: OpenedStore) => Promise<void>): void {
    this.case(title, body, ["retention", "corruption"]);
  }
}
