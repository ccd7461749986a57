import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { PackedPackage } from "./pack.ts";

/** Checks package.json against what Node and bundlers make of it. */
export async function checkManifest({ unpacked }: PackedPackage): Promise<string> {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  if (messages.length === 0) return "nothing to say";
  throw new Error(messages.map((message) => formatMessage(message, pkg, { color: false })).join("\n"));
}
