import { expect, test } from "vitest";
import { InvalidKeyError } from "../../src/errors/cache-errors.ts";
import { ComputeCycleError } from "../../src/errors/cycle-errors.ts";
import { DigestNotFoundError, InvalidDigestError } from "../../src/errors/digest-errors.ts";
import { InvalidIdError } from "../../src/errors/id-errors.ts";
import { ModelFailedError } from "../../src/errors/model-errors.ts";
import { nativeModuleError } from "../../src/errors/native-module-error.ts";
import { TypeNotRegisteredError } from "../../src/errors/type-errors.ts";

const text = (length: number): string => "x".repeat(length);

test("what is quoted is cut after eighty characters", () => {
  for (const make of [
    (quoted: string) => new InvalidKeyError(quoted, "key", "no"),
    (quoted: string) => new InvalidDigestError(quoted, "no"),
    (quoted: string) => new InvalidIdError(quoted, "no"),
  ]) {
    expect(make(text(80)).message).toContain(`"${text(80)}" is not`);
    expect(make(text(81)).message).toContain(`"${text(80)}…" is not`);
  }
  expect(new InvalidIdError([text(156)], "no").message).toContain(`["${text(156)}"] is not`);
  expect(new InvalidIdError([text(157)], "no").message).toContain(`["${text(157)}"…`);
  expect(new TypeNotRegisteredError(`${text(79)}ab`).message).toContain(`"${text(79)}a"`);
});

test("a cycle names what lies between its ends", () => {
  expect(new ComputeCycleError("a", ["a", "a"]).message).toContain("of 'a' requests its own result, and");
  expect(new ComputeCycleError("a", ["a", "b", "a"]).message).toContain("requests its own result through 'b', and");
});

test("an abbreviated digest and a whole one are told apart", () => {
  expect(new DigestNotFoundError("a".repeat(63), "value").message).toContain("No value begins with 'a");
  expect(new DigestNotFoundError("a".repeat(64), "value").message).toContain("No value has the digest 'a");
});

test("a failed model names its part and its data", () => {
  expect(new ModelFailedError("M", "schema", "no").message).toContain(
    "The schema of model 'M' failed on the data: no.",
  );
  expect(new ModelFailedError("M", "encode", "no", "k").message).toContain("'encode' of model 'M' failed on 'k': no.");
});

test("a missing native module names the system, and its C library if that is another one", () => {
  const { platform, arch, report } = process;
  const message = (system: string, header: unknown): string => {
    let excludes: unknown;
    const getReport = () => {
      excludes = (process.report as { excludeNetwork?: unknown }).excludeNetwork;
      if (header === undefined) throw new Error("no report");
      return { header };
    };
    Object.defineProperty(process, "platform", { value: system, configurable: true });
    Object.defineProperty(process, "report", { value: { getReport }, configurable: true });
    try {
      const { message } = nativeModuleError("m", "SQLite needs", "Use files.", undefined);
      if (system === "linux") expect(excludes).toBe(true);
      return message;
    } finally {
      Object.defineProperty(process, "platform", { value: platform, configurable: true });
      Object.defineProperty(process, "report", { value: report, configurable: true });
    }
  };
  expect(message("linux", { glibcVersionRuntime: "2.39" })).toContain(`on linux-${arch}. Use files.`);
  expect(message("linux", {})).toContain(`on linux-${arch} without glibc. Use files.`);
  expect(message("linux", undefined)).toContain(`on linux-${arch}. Use files.`);
  expect(message("darwin", {})).toContain(`on darwin-${arch}. Use files.`);
});
