import { isResultsError, ModelRegistry } from "@results-manager/core";
import { string } from "valibot";
import { FileBackend } from "../../src/index.ts";

// Writes records until the store refuses one, and says what it said. As another user, where one is given.
const [folder = "", bytes = "0", durability = "full", user] = process.argv.slice(2);
if (user) process.setuid?.(Number(user));
const registry = new ModelRegistry();
const Text = registry.register("Text", string());
await using results = new FileBackend(folder, { registry, durability: durability as "full" | "process" });
let written = 0;
let refusal: unknown;
while (!refusal && written < 10_000) {
  try {
    await results.set(`r/${written}`, "x".repeat(Number(bytes)), { model: Text });
    written++;
  } catch (error) {
    refusal = error;
  }
}
const { code, message, cause } = refusal as Error & { code?: string };
const read = await results.getMany(await results.listIds("r"), Text);
const whole = read.filter((text) => text?.length === Number(bytes)).length;
const causeCode = (cause as NodeJS.ErrnoException | undefined)?.code;
process.stdout.write(
  JSON.stringify({ written, whole, listed: read.length, code, isOurs: isResultsError(refusal), message, causeCode }),
);
