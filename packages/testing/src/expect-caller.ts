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
  // A stack has ten lines: if a call fails synchronously, deep down, the last of them is the caller.
  expect(stack).toMatch(/theCaller|caller-stack/);
}
