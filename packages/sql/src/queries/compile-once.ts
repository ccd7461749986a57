/** Functions that compile queries, by the names of these. */
export type Compilers<Queries> = Readonly<Record<keyof Queries, () => string>>;

/** Lets each query be compiled when it is first asked for, once: all queries of a space take longer than opening a database. */
export function compileOnce<Name extends string>(
  compilers: Readonly<Record<Name, () => string>>,
): Readonly<Record<Name, () => string>> {
  const entries = Object.entries<() => string>(compilers).map(([name, compile]) => {
    let text: string | undefined;
    return [
      name,
      () => {
        text ??= compile();
        return text;
      },
    ];
  });
  return Object.fromEntries(entries);
}
