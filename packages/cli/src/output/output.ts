import { escapeControls } from "../text/escape-controls.ts";
import { type Column, cellOf, type Row } from "./column.ts";
import type { OutputFormat } from "./output-format.ts";
import type { OutputStream } from "./output-stream.ts";
import { sendToStream } from "./send-to-stream.ts";
import { tableLines } from "./table.ts";
import { TextSink } from "./text-sink.ts";

/** Streams and form of the output of a command. */
export interface OutputOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly format: OutputFormat;
  readonly isColored: boolean;
  /** A line on stderr can be replaced. */
  readonly showsProgress: boolean;
}

const USUAL_WIDTH = 80;

/** Output of a command: its data on stdout in the form that the user asked for, and all else on stderr. */
export class Output {
  readonly format: OutputFormat;
  readonly isColored: boolean;
  readonly showsProgress: boolean;
  readonly stderr: OutputStream;
  readonly #sink: TextSink;
  readonly #width: number;

  constructor({ stdout, stderr, format, isColored, showsProgress }: OutputOptions) {
    this.format = format;
    this.isColored = isColored;
    this.showsProgress = showsProgress;
    this.stderr = stderr;
    const send = sendToStream(stdout);
    // Tables and text are escaped where they are made, which knows its own colours.
    const isEscaped = stdout.isTTY === true && format !== "text";
    const show = (part: string | Uint8Array) =>
      send(typeof part === "string" ? escapeControls(part, "keep lines") : part);
    this.#sink = new TextSink(isEscaped ? show : send);
    // A terminal of unknown width has 0 columns.
    this.#width = stdout.columns || USUAL_WIDTH;
  }

  /** Prints a list; returns the number of its rows. */
  async rows(columns: readonly Column[], rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
    const count = await this.#rowsInFormat(columns, rows);
    await this.#sink.flush();
    return count;
  }

  /** Prints one thing: as text for people, as a row with a name for each cell, or as JSON. */
  async document(value: unknown, text: string): Promise<void> {
    if (this.format === "csv") {
      const isRow = typeof value === "object" && value !== null && !Array.isArray(value);
      const row = isRow ? (value as Row) : { value };
      await this.rows(
        Object.keys(row).map((key) => ({ key })),
        [row],
      );
      return;
    }
    await this.text(this.format === "text" ? text : JSON.stringify(value));
    await this.#sink.flush();
  }

  /** Prints text or bytes as they are. */
  write(part: string | Uint8Array): Promise<void> {
    return this.#sink.write(part);
  }

  /** Prints a line, or lines, as they are. */
  text(text: string): Promise<void> {
    return this.#sink.write(`${text}\n`);
  }

  /** Waits until all is written. */
  flush(): Promise<void> {
    return this.#sink.flush();
  }

  /** Tells people something beside the data. */
  note(line: string): void {
    this.stderr.write(`${escapeControls(line, "keep lines")}\n`);
  }

  #rowsInFormat(columns: readonly Column[], rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
    if (this.format === "text") return this.#table(columns, rows);
    return this.format === "csv" ? this.#csv(columns, rows) : this.#json(rows);
  }

  async #table(columns: readonly Column[], rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
    let count = 0;
    const counted = async function* (): AsyncGenerator<Row, void, undefined> {
      for await (const row of rows) {
        count++;
        yield row;
      }
    };
    const { isColored } = this;
    for await (const line of tableLines(columns, counted(), { width: this.#width, isColored })) await this.text(line);
    return count;
  }

  async #json(rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
    const isLines = this.format === "ndjson";
    let count = 0;
    for await (const row of rows) {
      const text = JSON.stringify(row);
      const writing = this.#sink.add(isLines ? `${text}\n` : `${count === 0 ? "[" : ","}\n${text}`);
      if (writing) await writing; // To wait for each row takes longer than to make it.
      count++;
    }
    if (!isLines) await this.text(count === 0 ? "[]" : "\n]");
    return count;
  }

  async #csv(columns: readonly Column[], rows: AsyncIterable<Row> | Iterable<Row>): Promise<number> {
    const { csvLine } = await import("./csv-line.ts");
    const keys = columns.map(({ key }) => key);
    await this.#sink.write(csvLine(keys));
    let count = 0;
    for await (const row of rows) {
      await this.#sink.write(csvLine(keys.map((key) => cellOf(row, key))));
      count++;
    }
    return count;
  }
}
