import { expectCode } from "@results-manager/testing";
import { expect, test } from "vitest";
import { CacheFace, MemoryBackend } from "../../src/index.ts";
import { MemoryStorage, PerKeyLockMixin } from "../../src/storage.ts";

/** Memory that is always asked through the queue, and tells whether it was closed. */
class Watched extends MemoryStorage {
  isClosed = false;

  override syncRecords(): undefined {}

  protected override async closeStorage(): Promise<void> {
    this.isClosed = true;
  }
}

test("faces of one storage see each other's entries, and the last one closes it", async () => {
  const storage = new Watched();
  const [first, second] = [new CacheFace(storage), new CacheFace(storage)];
  await first.setValue("key", 1);
  await first.close();
  await expectCode(first.getValue("key"), "BACKEND_CLOSED");
  await expectCode(first.setValue("key", 2), "BACKEND_CLOSED");
  expect(await second.getValue("key")).toBe(1);
  expect(storage.isClosed).toBe(false);
  await second.close();
  expect(storage.isClosed).toBe(true);
  await expectCode(second.getValue("key"), "BACKEND_CLOSED");
});

test("a closed face does not access memory synchronously", async () => {
  const storage = new MemoryStorage();
  const [first, second] = [new CacheFace(storage), new CacheFace(storage)];
  await first.close();
  await expectCode(first.setValue("key", 2), "BACKEND_CLOSED");
  expect(await second.exists("key")).toBe(false);
  await second.close();
});

test("closing the storage closes all its faces", async () => {
  const storage = new MemoryStorage();
  const faces = [new CacheFace(storage), new CacheFace(storage)];
  await storage.close();
  for (const face of faces) await expectCode(face.getValue("key"), "BACKEND_CLOSED");
  await Promise.all(faces.map((face) => face.close()));
});

test.each([
  ["without locks", Watched],
  ["with locks", PerKeyLockMixin(Watched)],
])("a face that is closed waits for its own calls, and not for those of others, %s", async (_, Storage) => {
  const storage = new Storage();
  const [first, second] = [new CacheFace(storage), new CacheFace(storage)];
  const own = Promise.withResolvers<number>();
  const other = Promise.withResolvers<number>();
  const computing = [first.getOrCompute("own", () => own.promise), second.getOrCompute("other", () => other.promise)];
  const writing = first.setValue("written", 1);
  let isClosed = false;
  const closing = first.close().then(() => {
    isClosed = true;
  });
  await second.setValue("key", 1);
  expect(isClosed).toBe(false);
  own.resolve(1);
  await closing;
  await writing;
  expect([await second.getValue("own"), await second.getValue("written"), storage.isClosed]).toEqual([1, 1, false]);
  other.resolve(2);
  expect(await Promise.all(computing)).toEqual([1, 2]);
  await second.close();
  expect(storage.isClosed).toBe(true);
});

test("a listing of a closed face is refused at its next page", async () => {
  const storage = new Watched();
  const [first, second] = [new CacheFace(storage), new CacheFace(storage)];
  await first.multiSetValues(Array.from({ length: 3000 }, (_, i) => [`key/${i}`, i]));
  const keys = first.keys()[Symbol.asyncIterator]();
  await keys.next();
  await first.close();
  const rest = async (): Promise<void> => {
    while (!(await keys.next()).done);
  };
  await expectCode(rest(), "BACKEND_CLOSED");
  await second.close();
});

test("a function that an accepted call runs may use its face while it is being closed", async () => {
  const storage = new Watched();
  const [first, second] = [new CacheFace(storage), new CacheFace(storage)];
  const started = Promise.withResolvers<void>();
  const computing = first.getOrCompute("outer", async () => {
    started.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    return first.getOrCompute("inner", () => 3);
  });
  await started.promise;
  const closing = first.close();
  expect(await computing).toBe(3);
  await closing;
  await second.close();
});

test("a face refuses what is no storage, and asks for the storage of a backend", async () => {
  await using backend = new MemoryBackend();
  const make = (target: unknown) => () => new CacheFace(target as MemoryStorage);
  expect(make("memory:")).toThrow('A face needs a storage, such as new MemoryStorage(), got "memory:".');
  expect(make(undefined)).toThrow("got undefined");
  expect(make(backend)).toThrow("got an object with a storage: pass its property 'storage'");
});
