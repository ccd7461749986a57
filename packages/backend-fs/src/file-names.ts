/**
 * How segments of ids become names on disk. `plain` names are the segments themselves, but for what no system could hold or
 * what would clash; `folded` names are for file systems that take `A` and `a`, or two spellings of `é`, for the same.
 */
export type NameStyle = "plain" | "folded";

/** What ends the name of a record. */
export const RECORD_ENDING = ".json";
/** How long a name gets before its ending, in bytes: file systems allow 255. */
const MAX_NAME_BYTES = 200;
/** Ends the name of a folder whose segment goes on in the name below it. In other names, hex digits follow a `%`. */
const CONTINUED = "%";

interface StyleRules {
  /** Finds in an id, or a name, whatever may need encoding, or needs care to be sorted. What it does not match is literal. */
  readonly care: RegExp;
  /** The same for the name of a record without its ending, which has no `/` and no leading dot: listings ask it of every name. */
  readonly careName: RegExp;
  /** One character that is always encoded: the escape itself, separators, what the file system would lose or refuse. */
  readonly escaped: RegExp;
}

const RULES: Readonly<Record<NameStyle, StyleRules>> = {
  plain: { care: /[%\\\ud800-\uffff]|(?:^|\/)\.|\.json\//, careName: /[%\\\ud800-\uffff]/, escaped: /[%\\]/ },
  folded: {
    care: /[^a-z0-9_/-]|(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\/|$)/,
    careName: /[^a-z0-9_-]|^(?:con|prn|aux|nul|com\d|lpt\d)$/,
    escaped: /[%\\A-Z<>:"|?*]|[^ -~]/u,
  },
};

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** Where the record of an id lies, below the store's folder. */
export function recordPath(id: string, style: NameStyle): string {
  if (!RULES[style].care.test(id)) return id + RECORD_ENDING;
  const segments = id.split("/");
  const last = segments.pop() as string;
  const folders = segments.flatMap((segment) => segmentNames(segment, "folder", style));
  return [...folders, ...segmentNames(last, "record", style)].join("/") + RECORD_ENDING;
}

/** Where the records below an id lie, below the store's folder. */
export function folderPath(id: string, style: NameStyle): string {
  if (!RULES[style].care.test(`${id}/`)) return id;
  return id
    .split("/")
    .flatMap((segment) => segmentNames(segment, "folder", style))
    .join("/");
}

/** The names a segment becomes, without an ending: one, but for long segments that need much encoding. */
function segmentNames(segment: string, kind: "folder" | "record", style: NameStyle): string[] {
  const { escaped } = RULES[style];
  const ending = kind === "folder" && segment.endsWith(RECORD_ENDING) ? segment.length - RECORD_ENDING.length : -1;
  const isDevice = style === "folded" && DEVICE.test(segment);
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
      (style === "folded" && isLast && /[. ]/.test(character));
    let token = must ? percentEncode(character) : character;
    if (bytes + Buffer.byteLength(token) > MAX_NAME_BYTES) {
      names.push(name + CONTINUED);
      name = "";
      bytes = 0;
    }
    if (name === "" && token === ".") token = percentEncode(token);
    name += token;
    bytes += Buffer.byteLength(token);
    at += character.length;
  }
  return [...names, name];
}

function percentEncode(character: string): string {
  let escaped = "";
  for (const byte of Buffer.from(character)) escaped += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  return escaped;
}

/** A folder whose name says that its segment goes on below. */
export function isContinued(name: string): boolean {
  return name.endsWith(CONTINUED);
}

/** Tells whether a name without its ending is its segment, and sorts as JavaScript sorts: true for nearly all. */
export function isLiteral(name: string, kind: "folder" | "record", style: NameStyle): boolean {
  return !RULES[style].careName.test(name) && !(kind === "folder" && name.endsWith(RECORD_ENDING));
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
