import { MemoryBackend } from "@results-manager/core";
import { expect, test } from "vitest";
import { onNewStore } from "../src/on-new-store.ts";
import { Suite } from "../src/suite.ts";

test("what open() returns must have what is tested, and be disposable", async () => {
  const backend = new MemoryBackend();
  const open = async (store: object | undefined): Promise<void> =>
    onNewStore<never>(
      async () => store as never,
      "backend" as never,
      undefined,
      async () => {},
    );
  await expect(open({ storage: backend, dispose: () => {} })).rejects.toThrow(
    "open() must return an object with 'backend' and 'dispose', got an object with storage, dispose.",
  );
  await expect(open({ backend })).rejects.toThrow("got an object with backend.");
  await expect(open(undefined)).rejects.toThrow("got undefined.");
  await open({ backend, dispose: () => backend.close() });
});

test("an ability that does not exist, or is lacking for no reason, is refused", () => {
  const suite = (lacks: object) => () => new Suite(lacks, async () => {});
  expect(suite({ sharings: "one process" })).toThrow(/'sharings' of lacks\. Did you mean 'sharing'\?/);
  expect(suite({ sharing: true })).toThrow("lacks must say why there is no sharing, as a text, got true.");
  expect(suite({ sharing: undefined })).not.toThrow();
});
