import * as v from "valibot";
import { expect, test } from "vitest";
import { AsyncResultsManager, isResultsError, MemoryBackend, ModelRegistry, VoidBackend } from "../../src/index.ts";

const registry = new ModelRegistry();
const Run = registry.register("Run", v.object({ n: v.number() }));

test("its backend may be reassigned; the old one stays open", async () => {
  const first = new MemoryBackend({ registry });
  const second = new MemoryBackend({ registry });
  const manager = new AsyncResultsManager({ backend: first });
  await manager.set("a", { n: 1 }, { model: Run });
  manager.backend = second;
  expect(await manager.listIds()).toEqual([]);
  await manager.set("b", { n: 2 }, { model: Run });
  expect(await first.listIds()).toEqual(["a"]);
  expect(await second.listIds()).toEqual(["b"]);
  await manager.close();
  await expect(second.listIds()).rejects.toSatisfy((error) => isResultsError(error, "BACKEND_CLOSED"));
  expect(await first.listIds()).toEqual(["a"]);
});

test("managers nest, and copy to each other", async () => {
  await using source = new AsyncResultsManager({
    backend: new AsyncResultsManager({ backend: new MemoryBackend({ registry }) }),
  });
  await using target = new AsyncResultsManager({ backend: new MemoryBackend({ registry }) });
  await source.set("a", { n: 1 }, { model: Run });
  expect(await source.copyTo(target)).toEqual({ copied: 1, skipped: 0 });
  expect(await target.get("a", Run)).toEqual({ n: 1 });
  expect(await source.copyTo(new VoidBackend({ registry }))).toEqual({ copied: 1, skipped: 0 });
});

test.each([[{}], [{ backend: undefined }], [{ backend: {} }], [{ backend: "./data" }]])(
  "%j is no backend: TypeError",
  (options) => {
    expect(() => new AsyncResultsManager(options as never)).toThrow(TypeError);
  },
);

test("a backend that lacks methods is refused, and all of them are listed", () => {
  const own = { set: async () => true, get: async () => 1, close: async () => {} } as unknown as MemoryBackend;
  const open = (): unknown => new AsyncResultsManager({ backend: own });
  expect(open).toThrow(TypeError);
  expect(open).toThrow(/lacks exists, info, listIds, ids, .*, importRecords, watch, Symbol\(Symbol.asyncDispose\)/);
  expect(open).not.toThrow(/lacks.* (set|get|close),/);
});
