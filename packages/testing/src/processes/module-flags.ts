const SOURCES = "--conditions=@results-manager/source";
const GIVEN = /^--(?:conditions|import)=/;

/** Flags with which Node is started so that it loads the packages as this process does: from their sources, or as they are built. */
export function moduleFlags(): string[] {
  const given = process.execArgv.filter((flag) => GIVEN.test(flag));
  const isSource = import.meta.url.endsWith(".ts");
  return isSource && !given.includes(SOURCES) ? [SOURCES, ...given] : given;
}
