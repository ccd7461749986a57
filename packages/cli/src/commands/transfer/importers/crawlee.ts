import { isUtf8 } from "node:buffer";
import type { Incoming } from "../incoming.ts";
import { newEntry, newResult } from "../new-record.ts";
import { ForeignFolder } from "./foreign-folder.ts";
import { readEach } from "./read-each.ts";

const METADATA = "__metadata__.json";
const MODEL = "CrawleeItem";

/**
 * Reads a storage folder of Crawlee: items of datasets as results `datasets/<name>/<item>`, and records of key-value stores as cache entries
 * `<store>/<key>`. Request queues are left out.
 */
export async function* readCrawlee(path: string): AsyncGenerator<readonly Incoming[], void, undefined> {
  for (const [kind, folder] of await new ForeignFolder(path).folders()) {
    for (const [name, each] of await folder.folders()) {
      if (kind === "datasets") yield* readDataset(name, each);
      else if (kind === "key_value_stores") yield* readKeyValues(name, each);
    }
  }
}

function readDataset(name: string, folder: ForeignFolder): AsyncIterable<readonly Incoming[]> {
  return readEach(folder, async (file, place) => {
    if (file === METADATA || !file.endsWith(".json")) return undefined;
    const text = await folder.text(file);
    const id = `datasets/${name}/${file.slice(0, -".json".length)}`;
    return newResult({ place, size: text.length }, { id, model: MODEL, value: JSON.parse(text) });
  });
}

async function* readKeyValues(
  name: string,
  folder: ForeignFolder,
): AsyncGenerator<readonly Incoming[], void, undefined> {
  const files = await folder.files();
  const described = files
    .filter((file) => file.endsWith(`.${METADATA}`))
    .map((file) => file.slice(0, -METADATA.length - 1));
  const keys = new Set(described);
  yield* readEach(folder, async (file, place) => {
    if (file === METADATA || file.endsWith(`.${METADATA}`)) return undefined;
    const bytes = await folder.bytes(file);
    // A key may end like a file name: its metadata tell where it ends.
    const key = keys.has(file) ? file : file.replace(/(?<=.)\.[^.]*$/, "");
    return newEntry({ place, size: bytes.length }, { key: `${name}/${key}`, value: contentOf(file, bytes) });
  });
}

function contentOf(file: string, bytes: Buffer): unknown {
  const isText = isUtf8(bytes);
  if (isText && file.endsWith(".json")) return JSON.parse(bytes.toString()) as unknown;
  return isText ? bytes.toString() : new Uint8Array(bytes);
}
