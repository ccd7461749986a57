import { type Space, takesAnyText, takesDigests } from "@results-manager/core/storage";
import { folderPath, type NameStyle, recordPath } from "../naming/file-names.ts";
import { idOfKey, keyOfId } from "../naming/key-encoding.ts";
import { existingFile, pythonPath } from "../naming/python-names.ts";
import { digestOfShard, shardOf } from "../naming/shards.ts";
import type { RecordFormat } from "../reading/record-format.ts";

/** File of a record, and the folder it is in. */
export interface RecordPlace {
  readonly file: string;
  readonly folder: string;
}

/** Paths of the records of one space in an open store. */
export class SpacePaths {
  /** Folder of the space. */
  readonly root: string;
  readonly style: NameStyle;
  readonly format: RecordFormat;
  /** The keys are the ids themselves, neither digests nor any text. */
  readonly areIds: boolean;
  readonly #space: Space;
  readonly #checkInside: (folder: string) => void;

  /** @param checkInside throws where a folder in the reserved folder is, or is behind, a link. */
  constructor(
    space: Space,
    root: string,
    { style, format }: Pick<SpacePaths, "style" | "format">,
    checkInside: (folder: string) => void,
  ) {
    this.root = root;
    this.style = style;
    this.format = format;
    // As any text, the id of a lease is one name: nothing makes and removes a folder for a lease.
    this.areIds = !takesAnyText(space) && !takesDigests(space) && space !== "leases";
    this.#space = space;
    this.#checkInside = checkInside;
  }

  /** Returns the file and folder of a key's record. */
  placeOf(key: string): RecordPlace {
    const file = this.fileOf(key);
    return { file, folder: file.slice(0, file.lastIndexOf("/")) };
  }

  /** Path of a key's record. */
  fileOf(key: string): string {
    const { root, style } = this;
    if (this.#space !== "results") return this.#insideReserved(`${root}/${recordPath(this.toId(key), style)}`);
    // Nothing is encoded, which is nearly always so: the Python library uses the same name.
    if (!style.special.test(key)) return `${root}/${key}${style.ending}`;
    const name = recordPath(key, style);
    const file = `${root}/${name}`;
    const python = pythonPath(key, name.slice(0, -style.ending.length), style);
    return python === undefined ? file : existingFile(file, `${root}/${python}${style.ending}`);
  }

  /** Path of the folder with the records below a key. */
  folderOf(key: string): string {
    const folder = `${this.root}/${folderPath(key, this.style)}`;
    if (this.#space !== "results") this.#checkInside(folder);
    return folder;
  }

  /** Id that a key is stored under: the key itself in spaces whose keys are ids. */
  toId(key: string): string {
    if (this.areIds) return key;
    return takesDigests(this.#space) ? shardOf(key) : idOfKey(key);
  }

  /** Key that is stored under an id; `undefined` where the name is another program's. */
  fromId(id: string): string | undefined {
    if (this.areIds) return id;
    return takesDigests(this.#space) ? digestOfShard(id) : keyOfId(id);
  }

  /** Checks the path of a record, whose key may have several segments. */
  #insideReserved(file: string): string {
    const folder = file.slice(0, file.lastIndexOf("/"));
    if (folder !== this.root) this.#checkInside(folder);
    return file;
  }
}
