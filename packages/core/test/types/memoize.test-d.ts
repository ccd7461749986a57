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

declare const stored: StoredCall;
expectTypeOf(stored.arguments.text).toEqualTypeOf<ValueRef | undefined>();
expectTypeOf(ref(stored.key)).toEqualTypeOf<ValueRef>();
storage.save(stored);
// @ts-expect-error: a call has arguments.
storage.save({ name: "f" });
// @ts-expect-error: a transformed call is a call.
storage.transform(() => "no call");
