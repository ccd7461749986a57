import { textForm } from "../digest/canonical-form.ts";
import { sha256 } from "../digest/sha256.ts";

/** What of a call is in its key; arguments by the digests of their values, in their order. */
export interface CallIdentity {
  readonly name: string;
  readonly module?: string | undefined;
  readonly version?: string | undefined;
  readonly arguments: Readonly<Record<string, string>>;
}

/**
 * The key of a call: the digest of `["call", name, module, version, argument, digest, argument, digest, …]`. Every hit pays for it, so its
 * form is put together without the array.
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
