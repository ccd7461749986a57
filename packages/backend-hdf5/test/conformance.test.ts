import { readFileSync, writeFileSync } from "node:fs";
import { ValuesFace } from "@results-manager/core";
import { DestructuringMixin } from "@results-manager/core/storage";
import { describeCalls, describeValues, faceOver, inNewFolder, type StoreContext } from "@results-manager/testing";
import { describe } from "vitest";
import { Hdf5Calls, type Hdf5Options, Hdf5Storage, Hdf5Values } from "../src/index.ts";

type Face<T> = new (folder: string, options: Hdf5Options & StoreContext) => T;

const opener =
  <T>(Opened: Face<T>, context: StoreContext) =>
  (folder: string): T =>
    new Opened(folder, { ...context, durability: "process" });

function damage(file: string): void {
  writeFileSync(file, readFileSync(file).subarray(0, -20));
}

// The library takes ten times the processor time of the file medium: `pnpm test:hdf5` runs these.
const describeSeldom = describe.runIf(process.env.TEST_ALL);

describeSeldom("values", () =>
  describeValues({
    name: "Hdf5Values",
    open: async (context) => {
      const opened = inNewFolder(opener<Hdf5Values>(Hdf5Values, context));
      const values = opened.open();
      const reopen = async ({ remainingDepth }: { readonly remainingDepth?: number } = {}) =>
        remainingDepth === undefined
          ? opened.open()
          : opened.open(opener(faceOver(ValuesFace, DestructuringMixin(Hdf5Storage, { remainingDepth })), context));
      return { ...opened, values, reopen, corrupt: async (key) => damage(values.storage.locate("values", key)) };
    },
    properties: { runs: 10 },
  }),
);

describeSeldom("calls", () =>
  describeCalls({
    name: "Hdf5Calls",
    open: async (context) => {
      const opened = inNewFolder(opener<Hdf5Calls>(Hdf5Calls, context));
      const calls = opened.open();
      return { ...opened, calls, corrupt: async (key) => damage(calls.storage.locate("calls", key)) };
    },
    properties: { runs: 10 },
  }),
);
