import { MAX_ID_BYTES, MAX_SEGMENT_BYTES } from "@results-manager/core";
import fc from "fast-check";
import { HOSTILE_SEGMENTS } from "../arbitraries/ids.ts";
import { unicodeStringArbitrary } from "../arbitraries/unicode-strings.ts";

/** Valid and invalid parts of ids. */
const FRAGMENTS: readonly string[] = [
  ...HOSTILE_SEGMENTS,
  ...[".", "..", "../..", "..%2f", "%2e%2e%2f", "..\\", "\\..\\..\\", "....//", "..;", ".. ", " ..", "..\u0000"],
  ...["\u0000", "a\u0000b", "\u0007", "\u001b[2J", "\u007f", "\u0085", "\n", "\r\n", "\t"],
  ...["\ud800", "\udfff", "a\ud83d", "\udc00b", "\ufeff", "\u2028", "👩‍👩‍👧‍👦", "🇪🇺", "Ａ", "ﬀ", "İ", "ı"],
  ...["x".repeat(300), "é".repeat(101), "😀".repeat(50), "😀".repeat(51), "x".repeat(MAX_SEGMENT_BYTES + 1)],
  ...["prn", "AUX", "nul", "com9.txt", "LPT1", "CONIN$", "c:", "C:\\windows", "\\\\server\\share", "//server/share"],
  ...[
    "etc/passwd",
    "~root",
    "a:stream",
    "a.",
    "a..",
    "a ",
    "a.json.json",
    ".results-manager",
    ".no-expiry",
    "store.lock",
  ],
  ...[
    "__proto__",
    "prototype",
    "toString",
    "__proto__/polluted",
    "constructor/prototype",
    "%00",
    "%41",
    "%",
    "%%",
    "%2",
  ],
  ...["';drop table results;--", "a' or '1'='1", "{{x}}", "$(id)", "a\u0301", "á", "K", "k", "ſ", "s"],
  ...["%".repeat(MAX_SEGMENT_BYTES), "\\".repeat(MAX_SEGMENT_BYTES), "A".repeat(MAX_SEGMENT_BYTES)],
];

/** Segments that make ids about as long as allowed, or a little longer. */
const LONG = ["x".repeat(MAX_SEGMENT_BYTES - 1), "é".repeat(MAX_SEGMENT_BYTES / 2), "😀".repeat(MAX_SEGMENT_BYTES / 4)];

/** Forms of the empty id. */
const EMPTY: readonly (string | string[])[] = ["", "/", "///", [], [""], ["", "/", ""]];

/** Arbitrary id as an attacker would make it: a string or an array of strings. `targets` are paths outside the store. */
export function hostileIdArbitrary(targets: readonly string[]): fc.Arbitrary<string | string[]> {
  const fragment = fc.constantFrom(...FRAGMENTS);
  const target = fc.constantFrom(...targets);
  const climb = fc.tuple(fc.integer({ min: 1, max: 12 }), target).map(([up, path]) => "../".repeat(up) + path);
  const part = fc.oneof(
    { weight: 10, arbitrary: fragment },
    { weight: 3, arbitrary: fc.tuple(fragment, fragment).map((pair) => pair.join("")) },
    { weight: 2, arbitrary: fragment.map((text) => text.toUpperCase()) },
    { weight: 2, arbitrary: fc.tuple(fragment, fc.nat(999)).map((pair) => pair.join("")) },
    { weight: 2, arbitrary: unicodeStringArbitrary({ minLength: 1, maxLength: 8 }) },
    { weight: 2, arbitrary: climb },
    { weight: 1, arbitrary: target },
  );
  const parts = fc.array(part, { minLength: 1, maxLength: 4 });
  const joined = fc.tuple(parts, fc.constantFrom("/", "/", "//", "\\", "")).map(([texts, by]) => texts.join(by));
  const long = fc.array(fc.constantFrom(...LONG, "y"), { minLength: 5, maxLength: 6 });
  return fc.oneof(
    { weight: 50, arbitrary: parts },
    { weight: 50, arbitrary: joined },
    { weight: 2, arbitrary: long },
    { weight: 1, arbitrary: fc.constantFrom(...EMPTY) },
  );
}

/** Computes the canonical form of an id independently of the tested code; `undefined` if it must be refused. */
export function expectedId(id: string | readonly string[]): string | undefined {
  const segments = typeof id === "string" ? id.split("/").filter((segment) => segment !== "") : id;
  const canonical = segments.join("/");
  const isFine = segments.every((segment) => {
    if (
      segment === "" ||
      segment === "." ||
      segment === ".." ||
      segment.includes("/") ||
      Buffer.byteLength(segment) > MAX_SEGMENT_BYTES
    )
      return false;
    return [...segment].every((character) => {
      const code = character.codePointAt(0) as number;
      return code > 0x1f && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff);
    });
  });
  return isFine && segments.length > 0 && Buffer.byteLength(canonical) <= MAX_ID_BYTES ? canonical : undefined;
}
