import type { RecordEnding } from "../reading/record-format.ts";

/**
 * Spelling of segments on disk. `plain` names are the segments themselves, except for characters that no system accepts and names that
 * would collide. `folded` names are for file systems that treat `A` and `a`, or two Unicode forms of `é`, as the same.
 */
export type Spelling = "plain" | "folded";

/** Rules that map segments of ids to names on disk. */
export interface NameStyle {
  readonly spelling: Spelling;
  readonly ending: RecordEnding;
  /** Matches an id or a name that may need encoding, or does not sort by UTF-16 units. Anything it does not match is literal. */
  readonly special: RegExp;
  /** Like `special`, for the name of a record without extension, `/` and leading dot. */
  readonly specialInName: RegExp;
  /** 1 for each ASCII character that stands for itself anywhere in a name. */
  readonly ordinary: Uint8Array;
  /** Minimum length of an id's last segment that is no name of a device if its characters are ordinary. */
  readonly leastOrdinary: number;
  /** Matches one character that is always encoded: the escape itself, separators, characters that the file system changes or refuses. */
  readonly escaped: RegExp;
}

/** Maximum length of a name without extension, in bytes; file systems allow 255. */
export const MAX_NAME_BYTES = 200;
/** Ends the name of a folder whose segment continues in the name below it. In other names, hex digits follow a `%`. */
const CONTINUED = "%";
const DOT = 0x2e;

/** Segments have no control characters, but names of other programs may. */
const PLAIN_SPECIAL = String.raw`%\\\u0000-\u001f\u007f-\u009f\ud800-\uffff`;
const FOLDED_DEVICES = String.raw`(?:con|prn|aux|nul|com\d|lpt\d)`;

/** Pattern that matches an extension. */
function literal(ending: RecordEnding): string {
  return `[.]${ending.slice(1)}`;
}

/** Marks the ASCII characters that are not special. */
function ordinaryBeside(special: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => Number(!special.test(String.fromCharCode(code))));
}

function plainStyle(ending: RecordEnding): NameStyle {
  const specialInName = new RegExp(`[${PLAIN_SPECIAL}]`);
  return {
    spelling: "plain",
    ending,
    special: new RegExp(String.raw`[%\\\ud800-\uffff]|(?:^|/)\.|${literal(ending)}/`),
    specialInName,
    ordinary: ordinaryBeside(specialInName),
    leastOrdinary: 1,
    escaped: /[%\\]/,
  };
}

function foldedStyle(ending: RecordEnding): NameStyle {
  const specialInName = new RegExp(`[^a-z0-9_-]|^${FOLDED_DEVICES}$`);
  return {
    spelling: "folded",
    ending,
    special: new RegExp(`[^a-z0-9_/-]|(?:^|/)${FOLDED_DEVICES}(?:/|$)`),
    specialInName,
    ordinary: ordinaryBeside(specialInName),
    leastOrdinary: "com1".length + 1,
    escaped: /[%\\A-Z<>:"|?*]|[^ -~]/u,
  };
}

const MAKE: Readonly<Record<Spelling, (ending: RecordEnding) => NameStyle>> = {
  plain: plainStyle,
  folded: foldedStyle,
};
const styles = new Map<string, NameStyle>();

/** Returns the style of a spelling and an extension. */
export function nameStyle(spelling: Spelling, ending: RecordEnding): NameStyle {
  const name = spelling + ending;
  let style = styles.get(name);
  if (!style) {
    style = MAKE[spelling](ending);
    styles.set(name, style);
  }
  return style;
}

/**
 * Tells whether a name is that of a record's file, and needs no decoding. Listings test every name: nearly all consist of ordinary
 * characters, which a loop tests in half the time of a pattern. For a few others it returns `false`, too.
 */
export function isOrdinary(name: string, { ending, ordinary, leastOrdinary }: NameStyle): boolean {
  const end = name.length - ending.length;
  if (end < leastOrdinary || name.charCodeAt(0) === DOT || !name.endsWith(ending)) return false;
  for (let i = 0; i < end; i++) if (ordinary[name.charCodeAt(i)] !== 1) return false;
  return true;
}

/** Names that Windows reserves for devices, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** Path of an id's record, relative to the store's folder. */
export function recordPath(id: string, style: NameStyle): string {
  if (!style.special.test(id)) return id + style.ending;
  const segments = id.split("/");
  const last = segments.pop() as string;
  const folders = segments.flatMap((segment) => segmentNames(segment, "folder", style));
  return [...folders, ...segmentNames(last, "record", style)].join("/") + style.ending;
}

/** Path of the folder with the records below an id, relative to the store's folder. */
export function folderPath(id: string, style: NameStyle): string {
  if (!style.special.test(`${id}/`)) return id;
  return id
    .split("/")
    .flatMap((segment) => segmentNames(segment, "folder", style))
    .join("/");
}

/** Names of a segment, without extension: one, except for long segments that need much encoding. */
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

/** Encodes a character; in lower case for folded names, since a file system that ignores case may list every name so. */
function percentEncode(character: string, isFolded: boolean): string {
  let escaped = "";
  for (const byte of Buffer.from(character)) escaped += `%${byte.toString(16).padStart(2, "0")}`;
  return isFolded ? escaped : escaped.toUpperCase();
}

/** Tells whether a folder's segment continues in the name below it. */
export function isContinued(name: string): boolean {
  return name.endsWith(CONTINUED);
}

/** Tells whether a name without extension equals its segment and sorts by UTF-16 units, as nearly all do. */
export function isLiteral(name: string, kind: "folder" | "record", style: NameStyle): boolean {
  return !style.specialInName.test(name) && !(kind === "folder" && name.endsWith(style.ending));
}

/**
 * Segment of `names` (without extension), or `undefined` where they are not names of this library: every segment has exactly one spelling.
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
    return undefined; // Malformed UTF-8, or an invalid escape: another program's name.
  }
}
