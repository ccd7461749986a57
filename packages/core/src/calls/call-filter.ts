import { setProperty } from "../codec/set-property.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { ANY_FIELDS, objectFields } from "../fields/fields.ts";
import { type Condition, holds } from "../query/condition.ts";
import { parserOf } from "../query/parse-field.ts";
import { parseWhere } from "../query/parse-where.ts";
import type { QueryField } from "../query/query-field.ts";
import { shouldYield, yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { StoredValues } from "../values/stored-values.ts";
import type { CallValues } from "./call.ts";
import type { CallData } from "./call-record.ts";
import type { MatchingCall } from "./find-calls.ts";

type Pages = AsyncGenerator<readonly MatchingCall[], void, undefined>;

const FIELDS: readonly (keyof CallValues)[] = ["arguments", "result", "metadata"];
const parseField = parserOf(objectFields({ names: FIELDS, of: () => ANY_FIELDS }), "a call");

/** Calls whose values are read at the same time. */
const TOGETHER = 32;

/**
 * Makes a filter of found calls by a condition. It reads the values that the condition is about; a call of which one is damaged is skipped.
 *
 * @throws as `parseWhere`.
 */
export function callFilter(where: unknown, values: StoredValues): (pages: Pages) => Pages {
  const condition = parseWhere(where, parseField);
  const fields = [...fieldsIn(condition)];
  return async function* (pages) {
    for await (const page of pages) {
      for (let at = 0; at < page.length; at += TOGETHER) {
        const calls = page.slice(at, at + TOGETHER);
        const found = await valuesOf(calls, fields, values);
        const kept = calls.filter((call, i) => {
          const value = found[i];
          return value && holds(condition, { id: call.key, value, content: call.record });
        });
        if (kept.length > 0) yield kept;
        if (shouldYield()) await yieldToEventLoop();
      }
    }
  };
}

function* fieldsIn(condition: Condition): Generator<QueryField> {
  if (condition.kind === "test") yield condition.field;
  else if (condition.kind === "not") yield* fieldsIn(condition.part);
  else for (const part of condition.parts) yield* fieldsIn(part);
}

/** Reads those values of calls that fields lead to, each once; `undefined` for a call of which one is damaged. */
function valuesOf(
  calls: readonly MatchingCall[],
  fields: readonly QueryField[],
  values: StoredValues,
): Promise<readonly (CallValues | undefined)[]> {
  const reading = new Map<string, Promise<unknown>>();
  const read = (digest: string): Promise<unknown> => {
    const known = reading.get(digest);
    if (known) return known;
    const value = valueIfStored(values, digest);
    reading.set(digest, value);
    return value;
  };
  return Promise.all(
    calls.map(async ({ data }) => {
      try {
        return await readFields(data, fields, read);
      } catch (error) {
        if (isResultsError(error, "CORRUPT_RECORD")) return undefined;
        throw error;
      }
    }),
  );
}

async function readFields(
  { arguments: digests, result, inline }: CallData,
  fields: readonly QueryField[],
  read: (digest: string) => Promise<unknown>,
): Promise<CallValues> {
  const args: Record<string, unknown> = {};
  let returned: unknown;
  for (const field of fields) {
    if (!("keys" in field)) continue;
    const [part, name] = field.keys;
    // Without a name, the condition is on all arguments together: they have no value but their presence.
    if (part === "arguments" && name !== undefined && Object.hasOwn(digests, name))
      setProperty(args, name, await read(digests[name] as string));
    if (part === "result" && result !== undefined) returned = inline?.result ? inline.result[0] : await read(result);
  }
  return { arguments: args, result: returned, metadata: inline?.metadata ?? {} };
}

/** Loads a value; `undefined` if it is not stored. */
async function valueIfStored(values: StoredValues, digest: string): Promise<unknown> {
  try {
    return await values.load(digest);
  } catch (error) {
    if (isResultsError(error, "DIGEST_NOT_FOUND")) return undefined;
    throw error;
  }
}
