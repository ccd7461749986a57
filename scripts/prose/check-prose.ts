/** A sentence that breaks a rule of the language. */
export interface ProseFault {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  readonly rule: string;
}

/** Openings that are neither a noun phrase nor a verb in the third person. */
const OPENINGS = /^(what|how|where|which|whose|whoever|who|whether|when|why|the same|see)\b/i;

/** Words that have plainer ones; the case matters, so that the option `noBody` of a library is none of them. */
const WORDS =
  /\b([Ww]hoever|[Ww]homever|[Ss]omebody|[Nn]obody|[Aa]new|[Tt]hereof|[Ww]herein)\b|\b([Ss]tands? there|[Cc]omes? to|[Gg]oes round)\b/;

/** Finds violations of the rules in the comments and texts of a source file. */
export function checkProse(source: string): ProseFault[] {
  const faults: ProseFault[] = [];
  const lines = source.split("\n");
  for (const [i, line] of lines.entries()) {
    const opening = /^\s*\/\*\*\s*(.*)$/.exec(line)?.[1];
    const first = opening === "" ? (lines[i + 1] ?? "").replace(/^\s*\*\s?/, "") : opening;
    if (first !== undefined && OPENINGS.test(first)) {
      faults.push({ line: i + 1, text: first, rule: "open with a noun phrase or a verb in the third person" });
    }
    if (isProse(line) && WORDS.test(line)) {
      faults.push({ line: i + 1, text: line.trim(), rule: `write a plainer word for '${WORDS.exec(line)?.[0]}'` });
    }
  }
  return faults;
}

function isProse(line: string): boolean {
  return /\/\/|^\s*\/?\*|["'`]/.test(line);
}
