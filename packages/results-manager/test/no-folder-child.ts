import { openCache, openCalls, openResults, openStore } from "results-manager";

// Opens every face at places where no folder can be made, and prints the codes of the errors.
const OPENERS = { openResults, openCache, openCalls, openStore };
const codes: Record<string, string> = {};
for (const place of ["/proc/none", "/proc/none/below", "sqlite:/proc/none/x.db", "sqlite:/proc/none/below/x.db"]) {
  for (const [name, open] of Object.entries(OPENERS)) {
    try {
      const store = await open(place);
      await store.close();
      codes[`${name} ${place}`] = "opened";
    } catch (error) {
      codes[`${name} ${place}`] = String((error as { code?: unknown }).code ?? error);
    }
  }
}
process.stdout.write(JSON.stringify(codes));
