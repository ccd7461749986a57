import type { AsyncResultsBackend, Clock, StorageBase } from "@results-manager/core";
import type { OpenRequest } from "../recipe/open-request.ts";

/** A backend of which both sides are used: its face, and the storage below it. */
export type HostedBackend = StorageBase & AsyncResultsBackend;

type Make = (...args: unknown[]) => unknown;

/** What is needed of a backend here. */
const MEMBERS = ["read", "write", "scan", "locate", "clear", "prune"] as const;

/**
 * Opens a backend as it was ordered.
 *
 * @throws {TypeError} when the module cannot be loaded, or does not make a backend; and what the backend throws.
 */
export async function openBackend(order: OpenRequest, clock: Clock): Promise<HostedBackend> {
  const where = `'${order.module ?? "results-manager"}'`;
  const make = chosenExport(await load(order.module, where), order.export, where);
  const args = [...order.args, { ...order.options, clock }];
  const made = isClass(make) ? Reflect.construct(make, args) : await make(...args);
  // A manager stands for the backend it has.
  const backend = (made as { readonly backend?: unknown } | undefined)?.backend ?? made;
  const missing = MEMBERS.find(
    (member) => typeof (backend as Record<string, unknown> | undefined)?.[member] !== "function",
  );
  if (missing === undefined) return backend as HostedBackend;
  throw new TypeError(
    `${where} must make a backend of this library, a ResultsMixin over a StorageBase; what it made has no ${missing}().`,
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
  // CommonJS has its exports in the default one.
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
    `Say which export of ${where} makes the backend: ${functions.join(", ") || "it has no function"}.`,
  );
}

function isClass(make: Make): make is Make & (new () => unknown) {
  return typeof (make.prototype as { readonly close?: unknown } | undefined)?.close === "function";
}
