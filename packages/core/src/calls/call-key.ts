import { digest } from "../digest/digest.ts";

/** What of a call is in its key; arguments by the digests of their values, in their order. */
export interface CallIdentity {
  readonly name: string;
  readonly module?: string | undefined;
  readonly version?: string | undefined;
  readonly arguments: Readonly<Record<string, string>>;
}

/** The key of a call: the digest of `["call", name, module, version, [[argument, digest], …]]`. */
export function callKey({ name, module, version, arguments: args }: CallIdentity): string {
  return digest(["call", name, module, version, Object.entries(args)]);
}
