import type { ResultsErrorCode } from "@results-manager/core";
import { expect } from "vitest";
import { expectCode } from "./expect-failure.ts";

/** Calls that fail, each with its error code. */
export type FailingCalls<Store> = Readonly<
  Record<string, readonly [code: ResultsErrorCode, call: (store: Store) => Promise<unknown>]>
>;

/** Makes a call that fails, and asserts that the stack of the error leads to the code that awaits it. */
export async function expectCaller(code: ResultsErrorCode, call: () => Promise<unknown>): Promise<void> {
  async function theCaller(): Promise<unknown> {
    return await call();
  }
  const { name, message, stack } = await expectCode(theCaller(), code);
  expect(stack?.startsWith(`${name} [${code}]: ${message}\n`)).toBe(true);
  // Two frames of this suite come first: the frames of the library leave room for those of the caller, of ten in all.
  expect(stack).toContain("theCaller");
}
