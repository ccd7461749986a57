/** Microseconds per operation by row, by contender, and by round. */
export type Figures = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** A row that was measured once: microseconds per operation. */
export type MeasuredRow = readonly [row: string, figure: number];

/** Rows of a contender in a round, each measured when it is asked for. */
export type MeasuredRows = AsyncGenerator<MeasuredRow, void, undefined>;
