/** Path of the value in the file of a value. */
export const VALUE = "/value";

/** Space with the file of a link. */
export type LinkingSpace = "values" | "calls";

const LINK = /^([0-9a-f]{2})\/([0-9a-f]{62})\.h5$/;
const START: Readonly<Record<LinkingSpace, string>> = { values: "../", calls: "../../values/" };

/** Path from a file of a space to the file of a value. */
export function linkTo(digest: string, from: LinkingSpace): string {
  return `${START[from]}${digest.slice(0, 2)}/${digest.slice(2)}.h5`;
}

/** Digest of the value that a link names; `undefined` for any other link. */
export function digestOfLink(
  { filename, obj_path }: { readonly filename: string; readonly obj_path: string },
  from: LinkingSpace,
): string | undefined {
  const start = START[from];
  const match = filename.startsWith(start) && obj_path === VALUE ? LINK.exec(filename.slice(start.length)) : null;
  return match ? `${match[1]}${match[2]}` : undefined;
}
