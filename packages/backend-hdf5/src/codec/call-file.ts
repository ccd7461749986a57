import { DamagedFile } from "../library/damaged-file.ts";
import type { FileReader } from "../library/file-reader.ts";
import type { FileWriter } from "../library/file-writer.ts";
import { linkTo, VALUE } from "./links.ts";
import { keyOf, nameOf } from "./names.ts";
import type { NodeReader } from "./node-reader.ts";
import type { NodeWriter } from "./node-writer.ts";
import { divide, type Json, setMember, type Tagged, type Tags, typesAt } from "./tags.ts";

const ARGUMENTS = "/arguments";
const RESULT = "/result";
const METADATA = "/metadata";
const DIGESTS = "/metadata_digests";
const OWN = new Set([ARGUMENTS, RESULT, METADATA, DIGESTS]);

type Members = Readonly<Record<string, Json>>;

/** Writes the record of a call: its values as links, its metadata and other fields as attributes. */
export function writeCall(file: FileWriter, nodes: NodeWriter, { data, types }: Tagged): void {
  const { arguments: args, result, metadata, inline, ...fields } = data as Members;
  for (const [name, value] of Object.entries(fields)) nodes.field("/", name, value, undefined);
  file.group(ARGUMENTS);
  for (const [name, digest] of Object.entries(args as Members)) {
    file.externalLink(`${ARGUMENTS}/${nameOf(name)}`, linkTo(String(digest), "calls"), VALUE);
  }
  if (result !== undefined) file.externalLink(RESULT, linkTo(String(result), "calls"), VALUE);
  // A small result, which the record also has, is in the file of the result.
  const { metadata: values } = (inline ?? {}) as Members;
  const within = divide(typesAt(divide(typesAt(divide(types).within, "inline")).within, "metadata")).within;
  if (values !== undefined) writeSubjects(METADATA, values as Members, within);
  if (metadata !== undefined) writeSubjects(DIGESTS, metadata as Members, undefined);

  function writeSubjects(root: string, subjects: Members, typesOf: Tags | undefined): void {
    file.group(root);
    for (const [subject, members] of Object.entries(subjects)) {
      const group = `${root}/${nameOf(subject)}`;
      const types = divide(typesAt(typesOf, subject)).within;
      file.group(group);
      for (const [name, value] of Object.entries(members as Members)) {
        nodes.field(group, name, value, typesAt(types, name));
      }
    }
  }
}

/** Reads the record of a call. @throws {DamagedFile} for anything that {@link writeCall} does not write. */
export function readCall(file: FileReader, nodes: NodeReader): Tagged {
  const { data: fields } = nodes.fields("/", OWN);
  const data: Record<string, Json> = { ...fields };
  const args: Record<string, Json> = {};
  for (const name of file.names(ARGUMENTS)) setMember(args, keyFrom(name), nodes.reference(`${ARGUMENTS}/${name}`));
  data.arguments = args;
  const present = new Set(file.names("/"));
  if (present.has(RESULT.slice(1))) data.result = nodes.reference(RESULT);
  if (present.has(DIGESTS.slice(1))) data.metadata = readSubjects(DIGESTS).data;
  if (!present.has(METADATA.slice(1))) return { data };
  const { data: metadata, types } = readSubjects(METADATA);
  return { data: { ...data, inline: { metadata } }, types: types && { inline: { metadata: types } } };

  function readSubjects(root: string): Tagged {
    const subjects: Record<string, Json> = {};
    let within: Record<string, Tags> | undefined;
    for (const name of file.names(root)) {
      const key = keyFrom(name);
      const { data: members, types: typesOf } = nodes.fields(`${root}/${name}`);
      setMember(subjects, key, members);
      if (typesOf === undefined) continue;
      within ??= {};
      setMember(within, key, typesOf);
    }
    return { data: subjects, types: within };
  }
}

function keyFrom(name: string): string {
  const key = keyOf(name);
  if (key === undefined) throw new DamagedFile(`'${name}' is not the name of a member`);
  return key;
}
