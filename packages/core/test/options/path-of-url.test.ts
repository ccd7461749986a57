import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { pathOfUrl } from "../../src/options/path-of-url.ts";

test("a file URL is its path, and everything else what it was", () => {
  expect(pathOfUrl(pathToFileURL("a folder"), "The folder")).toBe(resolve("a folder"));
  for (const other of ["/a folder", "relative", undefined, 7]) expect(pathOfUrl(other, "The folder")).toBe(other);
});

test.each([
  [
    "an object",
    new URL("https://a.example/b"),
    "The folder must be a path or a 'file:' URL, got 'https://a.example/b'",
  ],
  ["a text", "SQLite:a.db", "The folder must be a path, got the URL 'SQLite:a.db'"],
])("a URL of another scheme is refused: %s", (_, url, message) => {
  expect(() => pathOfUrl(url, "The folder")).toThrow(message);
});
