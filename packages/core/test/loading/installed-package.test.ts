import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { installedPackage, requireDependency } from "../../src/loading/installed-package.ts";

const OWN = "@results-manager/x";

/** Installs a package below a folder, with another one as its own dependency; returns its folder. */
function install(folder: string, name: string, dependency?: string): string {
  const at = join(folder, "node_modules", name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "package.json"), JSON.stringify({ name }));
  writeFileSync(join(at, "index.js"), "module.exports = __dirname;");
  return dependency === undefined ? at : install(at, dependency);
}

function requireFrom(folder: string): unknown {
  const file = join(folder, "bundle.cjs");
  return requireDependency(() => createRequire(file)("native"), "native", file, OWN);
}

test("a bundle takes a dependency that it finds itself", () => {
  const folder = tempFolder();
  install(folder, OWN, "native");
  const own = install(folder, "native");
  expect(requireFrom(folder)).toBe(own);
});

test("a bundle takes a dependency that is hidden from it as the installed package does", () => {
  const folder = tempFolder();
  const hidden = install(folder, OWN, "native");
  expect(requireFrom(folder)).toBe(hidden);
});

test("a package may be installed with the umbrella", () => {
  const folder = tempFolder();
  const umbrella = install(folder, "results-manager");
  const own = install(umbrella, OWN);
  const hidden = install(own, "native");
  expect(requireFrom(folder)).toBe(hidden);
  expect(installedPackage(join(folder, "bundle.cjs"), OWN)).toBe(join(own, "package.json"));
});

test("a dependency that is nowhere is missing by its own name, and one that fails is not looked for elsewhere", () => {
  const folder = tempFolder();
  expect(() => requireFrom(folder)).toThrow(/'native'/);
  install(folder, OWN, "native");
  writeFileSync(join(install(folder, "native"), "index.js"), "throw new Error('broken');");
  expect(() => requireFrom(folder)).toThrow("broken");
});
