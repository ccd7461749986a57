import { given } from "../errors/given.ts";
import { nearestName } from "./nearest-name.ts";

/** Names of the options of an interface; the compiler checks that none is missing. */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: true };

/**
 * Refuses options that do not exist: a misspelt one would otherwise be ignored, such as a `ttl` that is no `ttlSeconds`.
 *
 * @param of Call or class that takes the options, for messages.
 * @throws {TypeError} naming the unknown option and the nearest one that exists; also for options that are not an object, and for a `signal`
 * that is none.
 */
export function checkOptions<Options extends object>(
  options: Options | undefined,
  names: OptionNames<Options>,
  of: string,
): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`The options of ${of} must be an object, got ${given(options)}.`);
  }
  // Called for every operation: a loop over the names makes no array.
  for (const name in options) {
    if (names[name] !== true) refuse(name, options, names, of);
    else if (name === "signal") checkSignal(options[name], of);
  }
}

/** Returns those options that an interface has, from the options of an interface that extends it. */
export function pickOptions<Options extends object>(options: Options, names: OptionNames<Options>): Options {
  const picked: Partial<Options> = {};
  for (const name in names) if (options[name] !== undefined) picked[name] = options[name];
  return picked as Options;
}

function refuse(name: string, options: object, names: object, of: string): void {
  if (!Object.hasOwn(options, name)) return; // Inherited, perhaps from a changed Object.prototype.
  const known = Object.keys(names);
  if ("schema" in options && "registry" in options) {
    const remedy = "model" in names ? "pass { model } instead" : "the model is an argument before them";
    throw new TypeError(`The options of ${of} must not be a model: ${remedy}.`);
  }
  const nearest = nearestName(name, known);
  const advice = nearest === undefined ? "" : ` Did you mean '${nearest}'?`;
  throw new TypeError(`Unknown option '${name}' of ${of}.${advice} Its options are ${known.join(", ")}.`);
}

function checkSignal(signal: unknown, of: string): void {
  if (signal === undefined || typeof (signal as Partial<AbortSignal> | null)?.throwIfAborted === "function") return;
  const remedy = signal instanceof AbortController ? "an AbortController: pass its signal" : given(signal);
  throw new TypeError(`The option 'signal' of ${of} must be an AbortSignal, got ${remedy}.`);
}
