import { expectSharedFaces, tempFolder } from "@results-manager/testing";
import { test } from "vitest";
import { CrossProcessLockMixin, FileStorage } from "../src/index.ts";

test("all faces share one storage", () => expectSharedFaces(new FileStorage(tempFolder(), { durability: "process" })));

test("all faces share one storage with locks", () => {
  const Locked = CrossProcessLockMixin(FileStorage, { intents: ["update"] });
  return expectSharedFaces(new Locked(tempFolder(), { durability: "process" }));
});
