import type { Clock } from "@results-manager/core";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { HostedBackend } from "./hosted-backend.ts";

type Make = (...args: unknown[]) => unknown;

/** Methods that a backend must have. */
const MEMBERS = ["read", "write", "scan", "locate", "clear", "prune"] as const;

/**
 * Opens the backend of a request.
 *
 * @throws {TypeError} when the module cannot be loaded, or does not create a backend; also errors of the backend itself.
 */
export async function openBackend(request: OpenRequest, clock: Clock): Promise<HostedBackend> {
  const where = `'${request.module ?? "results-manager"}'`;
  const make = chosenExport(await load(request.module, where), request.export, where);
  const args = [...request.args, { ...request.options, clock }];
  const made = isClass(make) ? Reflect.construct(make, args) : await make(...args);
  // A manager is replaced by its backend.
  const backend = (made as { readonly backend?: unknown } | undefined)?.backend ?? made;
  const missing = MEMBERS.find(
    (member) => typeof (backend as Record<string, unknown> | undefined)?.[member] !== "function",
  );
  if (missing === undefined) return backend as HostedBackend;
  throw new TypeError(
    `${where} must create a backend of this library, a ResultsMixin over a StorageBase; the result has no ${missing}().`,
  );
}

async function load(module: string | undefined, where: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return module === undefined ? await import("results-manager") : await import(module);
  } catch (cause) {
    throw new TypeError(`The module ${where} of the backend could not be loaded: ${String(cause)}`, { cause });
  }
}

function chosenExport(loaded: Readonly<Record<string, unknown>>, name: string | undefined, where: string): Make {
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
  const backends = functions.filter((key) => key.endsWith("Backend"));
  if (backends.length === 1) return all[backends[0] as string] as Make;
  throw new TypeError(
    `Name the export of ${where} that creates the backend: ${functions.join(", ") || "it exports no function"}.`,
  );
}

function isClass(make: Make): make is Make & (new () => unknown) {
  return typeof (make.prototype as { readonly close?: unknown } | undefined)?.close === "function";
}
