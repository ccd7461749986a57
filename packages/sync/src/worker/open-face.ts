import type { Clock } from "@results-manager/core";
import type { OpenRequest } from "../recipe/open-request.ts";

type Make = (...args: unknown[]) => unknown;

/** Object that a recipe has made, and the name of its module for messages. */
export interface MadeFace {
  readonly made: unknown;
  readonly where: string;
}

/**
 * Makes the face of a request.
 *
 * @param suffix ending of the names of exports that make such a face.
 * @throws {TypeError} when the module cannot be loaded, or has no such export; also errors of the face itself.
 */
export async function openFace(request: OpenRequest, clock: Clock, suffix: string): Promise<MadeFace> {
  const where = `'${request.module ?? "results-manager"}'`;
  const make = chosenExport(await load(request.module, where), request, where, suffix);
  const args = [...request.args, { ...request.options, clock }];
  return { made: isClass(make) ? Reflect.construct(make, args) : await make(...args), where };
}

async function load(module: string | undefined, where: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return module === undefined ? await import("results-manager") : await import(module);
  } catch (cause) {
    throw new TypeError(`The module ${where} of the backend could not be loaded: ${String(cause)}`, { cause });
  }
}

function chosenExport(
  loaded: Readonly<Record<string, unknown>>,
  { export: name }: OpenRequest,
  where: string,
  suffix: string,
): Make {
  // The exports of a CommonJS module are in its default export.
  const all: Readonly<Record<string, unknown>> = { ...(loaded.default as object | undefined), ...loaded };
  const functions = Object.keys(all).filter((key) => typeof all[key] === "function");
  if (name !== undefined) {
    if (functions.includes(name)) return all[name] as Make;
    throw new TypeError(
      `${where} must export a class or function '${name}', it exports ${functions.join(", ") || "none"}.`,
    );
  }
  if (functions.includes("default")) return all.default as Make;
  const backends = functions.filter((key) => key.endsWith(suffix));
  if (backends.length === 1) return all[backends[0] as string] as Make;
  throw new TypeError(
    `Name the export of ${where} that creates the backend: ${functions.join(", ") || "it exports no function"}.`,
  );
}

function isClass(make: Make): make is Make & (new () => unknown) {
  return typeof (make.prototype as { readonly close?: unknown } | undefined)?.close === "function";
}
