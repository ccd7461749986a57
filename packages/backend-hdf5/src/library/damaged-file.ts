/** The content of a file is not what its reader expects. */
export class DamagedFile extends Error {
  override readonly name = "DamagedFile";
}
