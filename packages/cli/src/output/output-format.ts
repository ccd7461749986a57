/** Form of a command's data: a table or text for people, one JSON document, a JSON document a line, or comma-separated values. */
export type OutputFormat = "text" | "json" | "ndjson" | "csv";
