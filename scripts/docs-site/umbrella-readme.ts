const SOURCES = "https://github.com/results-manager/results-manager/blob/main";

/**
 * Makes the README of the package `results-manager` of that of the repository: npm shows it, where links into the repository would lead
 * nowhere, and where its commands cannot be run.
 */
export function umbrellaReadme(readme: string): string {
  return readme
    .replace(/^## Try it\n.*?^(?=## )/ms, "")
    .replaceAll(/\]\((?!https?:|#)([^)\s]+)\)/g, `](${SOURCES}/$1)`);
}
