import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const Licence = v.union([
  v.string(),
  v.pipe(
    v.object({ type: v.string() }),
    v.transform(({ type }) => type),
  ),
]);

// Old packages have { type }, older ones a list, some have nonsense: that costs the licence, not the package.
const Licences = v.fallback(
  v.union([
    v.pipe(
      Licence,
      v.transform((licence) => [licence]),
    ),
    v.array(Licence),
  ]),
  [],
);

// Both become segments of an id, which takes 200 bytes.
const segment = v.pipe(v.string(), v.maxLength(200));

/** As much of a `package.json` as we look at. The world's are of many shapes, so this one is lenient, and turns them into one. */
export const Manifest = v.object({
  name: v.pipe(segment, v.regex(/^(@[\w.~-]+\/)?[\w~-][\w.~-]*$/, "no name of a package")),
  version: v.pipe(segment, v.regex(/^\d+\.\d+\.\d+([-+][\w.+-]+)?$/, "no version")),
  license: v.optional(Licences, []),
  licenses: v.optional(Licences, []),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
});

/** What {@link Manifest} gives. */
export type ManifestData = v.InferOutput<typeof Manifest>;

/** A package's manifest, or what is wrong with it. */
export type ManifestReading = { readonly manifest: ManifestData } | { readonly problem: string };

/** Reads the `package.json` of a folder. One that does not fit is a finding, not a failure: others go on. */
export async function readManifest(folder: string): Promise<ManifestReading> {
  const text = await readFile(join(folder, "package.json"), "utf8");
  const parsed = v.safeParse(Manifest, parseJson(text));
  if (parsed.success) return { manifest: parsed.output };
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  return { problem: path === null ? issue.message : `${path}: ${issue.message}` };
}

/** The value, or `undefined` where it is not JSON: no manifest either way. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")); // Package managers put up with a byte order mark.
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
