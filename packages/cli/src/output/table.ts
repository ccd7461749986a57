import { styleText } from "node:util";
import { escapeControls } from "../text/escape-controls.ts";
import { cutToWidth, padToWidth, widthOf } from "../text/text-width.ts";
import { type Column, cellText, type Row } from "./column.ts";

/** Number of rows that decide the widths of the columns, so that a long list begins at once. */
const MEASURED = 500;
const GAP = "  ";

/** Formats rows as a table in lines. The first rows decide the widths; what is wider is cut. */
export async function* tableLines(
  columns: readonly Column[],
  rows: AsyncIterable<Row> | Iterable<Row>,
  { width, isColored }: { readonly width: number; readonly isColored: boolean },
): AsyncGenerator<string, void, undefined> {
  const head = columns.map(({ key }) => escapeControls(key));
  let first: string[][] | undefined = [];
  let widths: readonly number[] = [];
  for await (const row of rows) {
    const cells = columns.map((column) => escapeControls(cellText(column, row)));
    if (!first) {
      yield line(columns, cells, widths);
      continue;
    }
    first.push(cells);
    if (first.length < MEASURED) continue;
    widths = widthsOf([head, ...first], width);
    yield* begin(columns, head, first, widths, isColored);
    first = undefined;
  }
  if (first && first.length > 0) yield* begin(columns, head, first, widthsOf([head, ...first], width), isColored);
}

function* begin(
  columns: readonly Column[],
  head: readonly string[],
  rows: readonly string[][],
  widths: readonly number[],
  isColored: boolean,
): Generator<string, void, undefined> {
  const names = line(columns, head, widths);
  yield isColored ? styleText("bold", names, { validateStream: false }) : names;
  for (const cells of rows) yield line(columns, cells, widths);
}

/** Returns the width of each column; all that are wider than their part of the terminal share what is left. */
function widthsOf([head = [], ...rows]: readonly (readonly string[])[], width: number): number[] {
  const wanted = head.map((name, i) =>
    rows.reduce((most, cells) => Math.max(most, widthOf(cells[i] as string)), widthOf(name)),
  );
  let left = width - GAP.length * (head.length - 1);
  const widths = new Array<number>(head.length).fill(0);
  const byWidth = wanted.map((_, i) => i).sort((a, b) => (wanted[a] as number) - (wanted[b] as number));
  for (const [done, i] of byWidth.entries()) {
    const share = Math.max(8, Math.floor(left / (head.length - done)));
    widths[i] = Math.min(wanted[i] as number, share);
    left -= widths[i] as number;
  }
  return widths;
}

function line(columns: readonly Column[], cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, i) => {
    const width = widths[i] as number;
    return padToWidth(cutToWidth(cell, width), width, columns[i]?.isNumber ? "start" : "end");
  });
  return padded.join(GAP).trimEnd();
}
