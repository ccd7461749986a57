import { UsageError } from "../errors/usage-error.ts";
import type { CommandContext } from "./command-context.ts";

/** Returns a positional argument that is one word. The program has checked that required ones are there. */
export function wordAt(context: CommandContext, index: number): string | undefined {
  const word = context.words[index];
  return typeof word === "string" ? word : undefined;
}

/** Returns the positional argument that takes several words. */
export function wordsFrom(context: CommandContext, index: number): readonly string[] {
  const words = context.words[index];
  return Array.isArray(words) ? words : [];
}

/** Returns the text of an option. */
export function textOf(context: CommandContext, name: string): string | undefined {
  const value = context.options[name];
  return typeof value === "string" ? value : undefined;
}

/** Returns the texts of an option that can be repeated. */
export function listOf(context: CommandContext, name: string): readonly string[] {
  const value = context.options[name];
  return Array.isArray(value) ? value : [];
}

/** Tells whether an option without a value was given. */
export function isSet(context: CommandContext, name: string): boolean {
  return context.options[name] === true;
}

/** Returns the number of an option. @throws {UsageError} unless it is a whole number of at least `least`. */
export function countOf(context: CommandContext, name: string, least = 1): number | undefined {
  const text = textOf(context, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  throw new UsageError(`--${name} must be a whole number from ${least}, got '${text}'.`);
}
