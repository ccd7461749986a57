import { expect, test } from "vitest";
import { checkStorageOptions } from "../../src/storage/storage-options.ts";

const [registry, clock] = [{ findModel: () => undefined }, { now: () => 0 }];

test.for<[object, string | undefined]>([
  [{}, undefined],
  [{ registry, clock }, undefined],
  [{ registry: null }, "registry must be a ModelRegistry, got null."],
  [{ registry: { findModel: 5 } }, "registry must be a ModelRegistry, got"],
  [{ clock: null }, "clock must be an object with a function now(), got null."],
  [{ clock: 5 }, "clock must be an object with a function now(), got 5."],
  [{ clock: () => 5 }, "got a function: pass { now: … }."],
])("of the options %j is told: %s", ([options, message]) => {
  const check = () => checkStorageOptions(options as never);
  if (message === undefined) check();
  else {
    expect(check).toThrow(message);
    expect(check).toThrow(TypeError);
  }
});
