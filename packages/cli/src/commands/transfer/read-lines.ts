import { type InputLine, inputLines } from "../../text/input-lines.ts";
import type { Incoming } from "./incoming.ts";
import { parseLine } from "./stored-line.ts";

/** Reads lines of an export, in pages. A line that is none yields its error. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Incoming[], void, undefined> {
  for await (const lines of inputLines(chunks)) {
    yield lines.filter(({ text, fault }) => fault !== undefined || text.trim() !== "").map(incomingOf);
  }
}

function incomingOf({ number, text, size, isLast, fault }: InputLine): Incoming {
  const place = `line ${number}`;
  try {
    if (fault !== undefined) throw new SyntaxError(`The line cannot be read: ${fault}.`);
    const line = parseLine(text);
    return line.face === "schemas" ? { place, schema: line.schema } : { place, size, ...line };
  } catch (cause) {
    const { message } = cause as Error;
    const isTorn = isLast && cause instanceof SyntaxError;
    return {
      place,
      error: isTorn ? new SyntaxError(`The file ends within the line: ${message}`, { cause }) : (cause as Error),
    };
  }
}
