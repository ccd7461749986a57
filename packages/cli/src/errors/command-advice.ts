/** Advice of the library for programs, and what it means at the command line. */
const ADVICE: readonly (readonly [forPrograms: RegExp, forPeople: string])[] = [
  [/pass createIfMissing: true|open it once without readOnly/, "make a store with 'results import' or 'results copy'"],
  [/Open it once without readOnly/, "A command that writes, such as 'results prune', adds them"],
  [
    / is registered (in (?:any )?namespace.*?)\. Register it first, or pass the model or its namespace\./,
    " is known $1.",
  ],
  [/, or how it was opened: readOnly: true reads where nothing can be created/, ""],
  [/: where nothing can be created, open it with readOnly: true/, ""],
];

/** Replaces advice of the library that only a program could follow, such as to pass an option. */
export function withCommandAdvice(message: string): string {
  return ADVICE.reduce((text, [forPrograms, forPeople]) => text.replace(forPrograms, forPeople), message);
}
