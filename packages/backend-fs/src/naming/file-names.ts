/**
 * The spelling of segments on disk. `plain` names are the segments themselves, but for what no system could hold or what would clash;
 * `folded` names are for file systems that take `A` and `a`, or two spellings of `é`, for the same.
 */
export type Spelling = "plain" | "folded";

/** The end of a record's name: of a result, which the Python library reads as well, or of what lies in the reserved folder, which it must not list. */
export type RecordEnding = ".json" | ".record";

/** How segments of ids become names on disk. */
export interface NameStyle {
  readonly spelling: Spelling;
  readonly ending: RecordEnding;
  /** Finds in an id, or a name, whatever may need encoding, or needs care to be sorted. What it does not match is literal. */
  readonly care: RegExp;
  /** The same for the name of a record without its ending, which has no `/` and no leading dot: listings ask it of every name. */
  readonly careName: RegExp;
  /** One character that is always encoded: the escape itself, separators, what the file system would lose or refuse. */
  readonly escaped: RegExp;
}

/** How long a name gets before its ending, in bytes: file systems allow 255. */
export const MAX_NAME_BYTES = 200;
/** Ends the name of a folder whose segment goes on in the name below it. In other names, hex digits follow a `%`. */
const CONTINUED = "%";

/** Control characters are in no segment: other programs may still have them in names. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this looks for.
const PLAIN_CARE = /[%\\\u0000-\u001f\u007f-\u009f\ud800-\uffff]/;
const PLAIN = { spelling: "plain", careName: PLAIN_CARE, escaped: /[%\\]/ } as const;
const FOLDED = {
  spelling: "folded",
  care: /[^a-z0-9_/-]|(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\/|$)/,
  careName: /[^a-z0-9_-]|^(?:con|prn|aux|nul|com\d|lpt\d)$/,
  escaped: /[%\\A-Z<>:"|?*]|[^ -~]/u,
} as const;

const STYLES: Readonly<Record<Spelling, Readonly<Record<RecordEnding, NameStyle>>>> = {
  plain: {
    ".json": { ...PLAIN, ending: ".json", care: /[%\\\ud800-\uffff]|(?:^|\/)\.|\.json\// },
    ".record": { ...PLAIN, ending: ".record", care: /[%\\\ud800-\uffff]|(?:^|\/)\.|\.record\// },
  },
  folded: { ".json": { ...FOLDED, ending: ".json" }, ".record": { ...FOLDED, ending: ".record" } },
};

/** How names are made that are spelled, and end, in one of the ways there are. */
export function nameStyle(spelling: Spelling, ending: RecordEnding): NameStyle {
  return STYLES[spelling][ending];
}

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** Where the record of an id lies, below the store's folder. */
export function recordPath(id: string, style: NameStyle): string {
  if (!style.care.test(id)) return id + style.ending;
  const segments = id.split("/");
  const last = segments.pop() as string;
  const folders = segments.flatMap((segment) => segmentNames(segment, "folder", style));
  return [...folders, ...segmentNames(last, "record", style)].join("/") + style.ending;
}

/** Where the records below an id lie, below the store's folder. */
export function folderPath(id: string, style: NameStyle): string {
  if (!style.care.test(`${id}/`)) return id;
  return id
    .split("/")
    .flatMap((segment) => segmentNames(segment, "folder", style))
    .join("/");
}

/** The names a segment becomes, without an ending: one, but for long segments that need much encoding. */
function segmentNames(segment: string, kind: "folder" | "record", style: NameStyle): string[] {
  const { escaped } = style;
  const isFolded = style.spelling === "folded";
  const ending = kind === "folder" && segment.endsWith(style.ending) ? segment.length - style.ending.length : -1;
  const isDevice = isFolded && DEVICE.test(segment);
  const names: string[] = [];
  let name = "";
  let bytes = 0;
  let at = 0;
  for (const character of segment) {
    const isLast = at + character.length === segment.length;
    const must =
      escaped.test(character) ||
      at === ending ||
      (at === 0 && isDevice) ||
      (isFolded && isLast && /[. ]/.test(character));
    let token = must ? percentEncode(character, isFolded) : character;
    if (bytes + Buffer.byteLength(token) > MAX_NAME_BYTES) {
      names.push(name + CONTINUED);
      name = "";
      bytes = 0;
    }
    if (name === "" && token === ".") token = percentEncode(token, isFolded);
    name += token;
    bytes += Buffer.byteLength(token);
    at += character.length;
  }
  return [...names, name];
}

/** A file system that ignores case may list every name in lower case. */
function percentEncode(character: string, isFolded: boolean): string {
  let escaped = "";
  for (const byte of Buffer.from(character)) escaped += `%${byte.toString(16).padStart(2, "0")}`;
  return isFolded ? escaped : escaped.toUpperCase();
}

/** A folder whose name says that its segment goes on below. */
export function isContinued(name: string): boolean {
  return name.endsWith(CONTINUED);
}

/** Tells whether a name without its ending is its segment, and sorts as JavaScript sorts: true for nearly all. */
export function isLiteral(name: string, kind: "folder" | "record", style: NameStyle): boolean {
  return !style.careName.test(name) && !(kind === "folder" && name.endsWith(style.ending));
}

/**
 * The segment that `names` (without an ending) stand for, or `undefined` where they are no names of ours: every segment has
 * exactly one spelling.
 */
export function segmentOf(names: readonly string[], kind: "folder" | "record", style: NameStyle): string | undefined {
  const segment = decodeName(names.map((name, i) => (i < names.length - 1 ? name.slice(0, -1) : name)).join(""));
  if (!segment) return undefined;
  const spelling = segmentNames(segment, kind, style);
  return spelling.length === names.length && spelling.every((name, i) => name === names[i]) ? segment : undefined;
}

function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined; // No UTF-8, or a stray escape: somebody else's name.
  }
}
