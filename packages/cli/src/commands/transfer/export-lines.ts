import type { FaceName, Store, StoredSchema } from "results-manager";
import type { ExportSink } from "./export-sink.ts";
import { type ReadRange, readRecords, type TransferRecord } from "./face-records.ts";
import { lineOfRecord, lineOfSchema } from "./stored-line.ts";
import { limitYoungGeneration } from "./young-generation.ts";

/** Length of text that is written at once: waiting after each line would take a tenth of the time. */
const PART = 65_536;

/** Writes the records of a face as lines of JSON, and the schema of each model before its first result. Returns the number of records. */
export async function exportLines(store: Store, face: FaceName, range: ReadRange, sink: ExportSink): Promise<number> {
  const schemas = face === "results" ? await schemasOf(store, range) : new Map<string, StoredSchema>();
  let count = 0;
  for await (const page of readRecords(store, face, range)) {
    limitYoungGeneration();
    let text = "";
    for (const record of page) {
      const line = lineOf(face, record, range);
      if (schemas.size > 0) text += schemaBefore(record, schemas);
      if (line === undefined) continue;
      text += line;
      count++;
      if (text.length < PART) continue;
      await sink.write(text);
      text = "";
    }
    await sink.write(text);
  }
  return count;
}

function lineOf(face: FaceName, record: TransferRecord, { onError }: ReadRange): string | undefined {
  try {
    return `${lineOfRecord(face, record)}\n`;
  } catch (cause) {
    const key = (record.id ?? record.key) as string;
    onError(key, new Error(`'${key}' cannot be a line of JSON: ${(cause as Error).message}`, { cause }));
    return undefined;
  }
}

async function schemasOf(store: Store, { onError }: ReadRange): Promise<Map<string, StoredSchema>> {
  try {
    return new Map((await store.results.schemas()).map((schema) => [keyOf(schema.name, schema), schema]));
  } catch (error) {
    onError("", error as Error); // The results are complete without the descriptions of their models.
    return new Map();
  }
}

/** Returns the line of the schema of a record's model if it has not been written. */
function schemaBefore(record: TransferRecord, left: Map<string, StoredSchema>): string {
  const key = keyOf(record.modelName, record);
  const schema = left.get(key);
  if (!schema) return "";
  left.delete(key);
  return `${lineOfSchema(schema)}\n`;
}

function keyOf(name: string, { namespace, version }: Pick<StoredSchema, "namespace" | "version">): string {
  return JSON.stringify([namespace, name, version]);
}
