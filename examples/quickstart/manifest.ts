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

// Old packages have { type }, older ones a list; any other form is treated as a missing licence.
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

// Both become segments of an id, which may have 200 bytes.
const segment = v.pipe(v.string(), v.maxLength(200));

/** Used part of a `package.json`. The schema accepts the many existing forms and normalizes them. */
export const Manifest = v.object({
  name: v.pipe(segment, v.regex(/^(@[\w.~-]+\/)?[\w~-][\w.~-]*$/, "not a package name")),
  version: v.pipe(segment, v.regex(/^\d+\.\d+\.\d+([-+][\w.+-]+)?$/, "not a version")),
  license: v.optional(Licences, []),
  licenses: v.optional(Licences, []),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
});

/** Output of {@link Manifest}. */
export type ManifestData = v.InferOutput<typeof Manifest>;

/** A package's manifest, or the reason why it is invalid. */
export type ManifestReading = { readonly manifest: ManifestData } | { readonly problem: string };

/** Reads the `package.json` of a folder. An invalid one is returned as a finding, so that other packages are still inspected. */
export async function readManifest(folder: string): Promise<ManifestReading> {
  const text = await readFile(join(folder, "package.json"), "utf8");
  const parsed = v.safeParse(Manifest, parseJson(text));
  if (parsed.success) return { manifest: parsed.output };
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  return { problem: path === null ? issue.message : `${path}: ${issue.message}` };
}

/** Parses JSON; returns `undefined`, which is no valid manifest either, if the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")); // Package managers accept a byte order mark.
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
