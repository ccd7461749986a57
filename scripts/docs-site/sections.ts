/** Pages for users, by section, in the order of the sidebar. */
export const SECTIONS: Readonly<Record<string, readonly string[]>> = {
  Start: ["getting-started", "choose"],
  Tasks: [
    "evaluate-models",
    "find",
    "scrape",
    "cache-paid-calls",
    "track-experiments",
    "legacy-scripts",
    "test-your-code",
    "moving",
  ],
  Stores: ["options", "postgres", "guarantees", "limits", "stored-data", "backup", "platforms", "write-a-medium"],
  Reference: ["commands", "models", "errors", "semver"],
};
