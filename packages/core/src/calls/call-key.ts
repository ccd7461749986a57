import { textForm } from "../digest/forms.ts";
import { sha256 } from "../digest/sha256.ts";

/** Fields of a call that determine its key, with the arguments as digests, in order. */
export interface CallIdentity {
  readonly name: string;
  readonly module?: string | undefined;
  readonly version?: string | undefined;
  readonly arguments: Readonly<Record<string, string>>;
}

/**
 * Returns the key of a call: the digest of `["call", name, module, version, argument, digest, argument, digest, …]`. The form is built
 * without creating the array, because every hit computes it.
 */
export function callKey({ name, module, version, arguments: args }: CallIdentity): string {
  const names = Object.keys(args);
  let form = `a${4 + 2 * names.length}:s4:call${textForm(name)}${optional(module)}${optional(version)}`;
  for (const argument of names) form += `${textForm(argument)}s64:${args[argument]}`;
  return sha256(form);
}

function optional(text: string | undefined): string {
  return text === undefined ? "u" : textForm(text);
}
