/** A small change of a source file that may break it. */
export interface Mutation {
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** Replacements of operators, constants and statements. Spaces keep type parameters and arrows out. */
const REPLACEMENTS: readonly (readonly [pattern: RegExp, after: string])[] = [
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ < /g, " <= "],
  [/ <= /g, " < "],
  [/ > /g, " >= "],
  [/ >= /g, " > "],
  [/ && /g, " || "],
  [/ \|\| /g, " && "],
  [/ \+ /g, " - "],
  [/ - /g, " + "],
  [/\+\+/g, "--"],
  [/ \+= /g, " -= "],
  [/\btrue\b/g, "false"],
  [/\bfalse\b/g, "true"],
  [/(?<=\bif \()!(?=[\w#(])/g, ""],
  [/(?<=\breturn )!(?=[\w#(])/g, ""],
  [/\bMath\.min\b/g, "Math.max"],
  [/\bMath\.max\b/g, "Math.min"],
  [/(?<=[ (])1(?=[;,)\]])/g, "2"],
  [/(?<=[ (])0(?=[;,)\]])/g, "1"],
  [/(?<=\n)( +)(?:await )?(?:this\.)?#?\w+(?:\.\w+)*\([^\n{}]*\);(?=\n)/g, "$1;"],
  [/(?<=\n)( +)continue;(?=\n)/g, "$1;"],
  [/(?<=\n)( +)if \(([^\n]+)\) return;(?=\n)/g, "$1;"],
];

/** Comments, texts, regular expressions, imports and types, none of which is mutated. */
const IGNORED = [
  /\/\*[\s\S]*?\*\//g,
  /\/\/[^\n]*/g,
  /"(?:\\.|[^"\\\n])*"/g,
  /`(?:\\.|[^`\\])*`/g,
  /(?<=[(=,:] ?)\/(?![/*])(?:\\.|\[[^\]\n]*\]|[^/\\\n])+\/\w*/g,
  /^(?:import|export) [^;]*? from [^;]*;/gm,
  /\breadonly \w+\??: (?:true|false)\b|\): (?:true|false) =>|\| (?:true|false)\b|<(?:true|false)>|\bextends \w+ = (?:true|false)\b/g,
  /^(?:export )?(?:declare )?(?:interface|type) [\s\S]*?^(?:\}|[^\n]*;)$/gm,
];

/** Finds all mutations of a source file, in order of their offsets. */
export function findMutations(source: string): Mutation[] {
  const ignored = IGNORED.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(({ index, 0: { length } }) => [index, index + length] as const),
  );
  const mutations = REPLACEMENTS.flatMap(([pattern, after]) =>
    [...source.matchAll(pattern)].map((match) => ({
      offset: match.index,
      before: match[0],
      after: after.replace("$1", match[1] ?? ""),
    })),
  );
  return mutations
    .filter(({ offset }) => !ignored.some(([from, to]) => offset >= from && offset < to))
    .sort((a, b) => a.offset - b.offset);
}

/** Applies a mutation to the source that it was found in. */
export function mutate(source: string, { offset, before, after }: Mutation): string {
  return source.slice(0, offset) + after + source.slice(offset + before.length);
}
