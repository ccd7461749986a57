/** Flags that affect the resolution and loading of modules; a worker does not accept all other flags. */
const WITH_VALUE = /^(?:-C|--conditions|-r|--require|--import|--loader|--experimental-loader)(=.*)?$/s;
const ALONE = /^--(?:experimental-(?:strip|transform)-types|enable-source-maps|no-warnings|preserve-symlinks)$/;

/** Selects the flags of this thread that the worker needs to load the same modules. */
export function workerFlags(isSource: boolean, given: readonly string[] = process.execArgv): string[] {
  const flags: string[] = isSource ? ["--conditions=@results-manager/source"] : [];
  for (let i = 0; i < given.length; i++) {
    const flag = given[i] as string;
    const match = WITH_VALUE.exec(flag);
    if (match) flags.push(flag, ...(match[1] === undefined ? given.slice(++i, i + 1) : []));
    else if (ALONE.test(flag)) flags.push(flag);
  }
  return flags;
}
