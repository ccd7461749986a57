import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { PackedPackage } from "./pack.ts";

/** Checks how Node and bundlers interpret package.json. */
export async function checkManifest({ unpacked }: PackedPackage): Promise<string> {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  if (messages.length === 0) return "no messages";
  throw new Error(messages.map((message) => formatMessage(message, pkg, { color: false })).join("\n"));
}
