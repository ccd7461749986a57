import { expect, test } from "vitest";
import { JOURNAL, recoverMoves } from "../../../src/calls/transform/move-calls.ts";
import { internalContent } from "../../../src/records/internal-record.ts";
import { MemoryStorage } from "../../../src/storage.ts";

test.each([
  ["not complete", []],
  ["complete", ["commit"]],
])("a journal that is %s is removed by the recovery", async (_, commit) => {
  await using storage = new MemoryStorage();
  const content = internalContent("moves", [], 0);
  for (const entry of ["0", ...commit]) {
    await storage.write("journal", [{ key: `${JOURNAL}/intent/${entry}`, condition: "any", content }]);
  }
  await recoverMoves(storage);
  for await (const keys of storage.scan("journal", { prefix: JOURNAL })) expect(keys).toEqual([]);
});
