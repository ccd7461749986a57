/** Ranks of stored values in the order of core; see `StoredRank`. */
export const RANK: {
  readonly missing: 0;
  readonly null: 1;
  readonly false: 2;
  readonly true: 3;
  readonly number: 4;
  readonly text: 6;
  readonly other: 7;
} = { missing: 0, null: 1, false: 2, true: 3, number: 4, text: 6, other: 7 };
