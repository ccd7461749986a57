import { accessSync, constants } from "node:fs";
import { tmpdir } from "node:os";

/** The environment variable that names another folder for the stores of the tests, for example on another file system. */
export const TEST_FOLDER = "RESULTS_MANAGER_TEST_FOLDER";

/**
 * Folder in which tests keep their stores: the one that {@link TEST_FOLDER} names; else one in memory, if the system has such a folder;
 * else its folder for temporary files.
 *
 * Files in memory are real files, and a test run makes and removes thousands of them, which the disk need not store.
 */
export function fastestFolder(): string {
  const chosen = process.env[TEST_FOLDER];
  if (chosen) return chosen;
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
}
