/** Name of the environment variable that holds the mutant of a test run, as JSON. */
export const MUTANT = "RESULTS_MANAGER_MUTANT";
