const SHARD = 2;
const SHARDED = /^[0-9a-f]{2}\/[0-9a-f]{62}$/;

/** Id of a digest: `ab/cdef…`, since a single folder would be too large. Also accepts the beginning of a digest. */
export function shardOf(digest: string): string {
  return `${digest.slice(0, SHARD)}/${digest.slice(SHARD)}`;
}

/** Digest of an id; `undefined` where the name is another program's. */
export function digestOfShard(id: string): string | undefined {
  return SHARDED.test(id) ? id.slice(0, SHARD) + id.slice(SHARD + 1) : undefined;
}

/** Folder of all digests with this beginning; `undefined` where they are in several folders. */
export function shardFolder(beginning: string): string | undefined {
  return beginning.length < SHARD ? undefined : beginning.slice(0, SHARD);
}
