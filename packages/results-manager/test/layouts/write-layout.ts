import { join } from "node:path";
import { WRITTEN_AT, writeContents } from "./contents.ts";
import { closeFaces, MEDIA } from "./faces.ts";

// Writes the stores of one layout into a folder: node --conditions=@results-manager/source write-layout.ts layout-2
const folder = join(import.meta.dirname, process.argv[2] as string);
for (const { path, open } of Object.values(MEDIA)) {
  let time = WRITTEN_AT;
  const faces = open(join(folder, path), { clock: { now: () => time } });
  await writeContents(faces, (seconds) => {
    time += seconds * 1000;
  });
  await closeFaces(faces);
}
