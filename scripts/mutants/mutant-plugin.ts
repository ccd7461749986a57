import { mutate } from "./find-mutations.ts";

/** Name of the environment variable that holds the mutant of a test run, as JSON. */
export const MUTANT = "RESULTS_MANAGER_MUTANT";

/** Vite plugin that mutates one source file as it is loaded. The file itself is not changed. */
export function mutantPlugin(): {
  name: string;
  enforce: "pre";
  transform(code: string, id: string): string | undefined;
} {
  const mutant = JSON.parse(process.env[MUTANT] ?? "{}");
  return {
    name: "results-manager-mutant",
    enforce: "pre",
    transform: (code, id) => (id === mutant.file ? mutate(code, mutant) : undefined),
  };
}
