import { expectTypeOf } from "vitest";
import { ANY, type CallStorage, type Memoized, memoize, ref, type StoredCall, type ValueRef } from "../../src/index.ts";

declare const storage: CallStorage;

const counted = memoize((text: string, times = 1) => text.length * times, { storage, parameters: ["text", "times"] });
expectTypeOf(counted).toExtend<Memoized<[text: string, times?: number], number>>();
expectTypeOf(counted("a")).toEqualTypeOf<Promise<number>>();
expectTypeOf(counted.digest("a", 2)).toEqualTypeOf<string>();
expectTypeOf(counted.contains("a")).toEqualTypeOf<Promise<boolean>>();
expectTypeOf(counted.query({ arguments: { text: ANY } })).toEqualTypeOf<AsyncIterable<StoredCall>>();

const fetched = memoize(async (id: number) => ({ id, tags: ["a"] }), { storage, version: 2 });
expectTypeOf(fetched(1)).toEqualTypeOf<Promise<{ id: number; tags: string[] }>>();

// @ts-expect-error: arguments are those of the function.
counted(1);
// @ts-expect-error: none may be missing.
fetched();
// @ts-expect-error: digests are of the same arguments.
fetched.digest("1");
// @ts-expect-error: a storage is needed.
memoize(() => 1, { name: "one" });
// @ts-expect-error: the function is known, so a query does not name it.
counted.query({ name: "other" });

counted.query({ arguments: { text: "a", times: ref("0".repeat(64)) }, result: 3 });
counted.query({ where: { "arguments.times": { gte: 2 }, result: { lt: 9 }, $createdAt: { gt: new Date(0) } } });
counted.query({ where: { or: [{ "metadata.run.host": "h" }, { not: { "arguments.text": { startsWith: "a" } } }] } });
// @ts-expect-error: an argument that the function does not have.
counted.query({ arguments: { txt: "a" } });
// @ts-expect-error: an argument of another type.
counted.query({ arguments: { text: 1 } });
// @ts-expect-error: the result is a number.
counted.query({ result: "3" });
// @ts-expect-error: a condition on an argument that the function does not have.
counted.query({ where: { "arguments.txt": "a" } });
// @ts-expect-error: text is not compared with a number.
counted.query({ where: { "arguments.text": { gt: 1 } } });
fetched.query({
  arguments: { 0: 1 },
  where: { "result.id": { gt: 1 }, "result.tags": { has: "a" }, "arguments.0": 1 },
});
// @ts-expect-error: the result has no such field.
fetched.query({ where: { "result.name": "a" } });
storage.query({ arguments: { any: 1 }, where: { "arguments.any": { gt: 1 }, "result.any": "a" } });
// @ts-expect-error: a template has no such field.
storage.query({ function: "f" });

declare const stored: StoredCall;
expectTypeOf(stored.arguments.text).toEqualTypeOf<ValueRef | undefined>();
expectTypeOf(ref(stored.key)).toEqualTypeOf<ValueRef>();
storage.save(stored);
// @ts-expect-error: a call has arguments.
storage.save({ name: "f" });
// @ts-expect-error: a transformed call is a call.
storage.transform(() => "no call");
