const SHARD = 2;
const SHARDED = /^[0-9a-f]{2}\/[0-9a-f]{62}$/;

/** Where a digest is filed: `ab/cdef…`, since one folder would be too large. It takes the beginning of one, too. */
export function shardOf(digest: string): string {
  return `${digest.slice(0, SHARD)}/${digest.slice(SHARD)}`;
}

/** The digest that is filed there; `undefined` where somebody else made that name. */
export function digestOfShard(id: string): string | undefined {
  return SHARDED.test(id) ? id.slice(0, SHARD) + id.slice(SHARD + 1) : undefined;
}

/** The folder of all digests that begin so; `undefined` where there are several. */
export function shardFolder(beginning: string): string | undefined {
  return beginning.length < SHARD ? undefined : beginning.slice(0, SHARD);
}
