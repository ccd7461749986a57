/** An object that only looks like data or cannot be read: its name, a factory of a value that contains it, and its path therein. */
export type OddValue = readonly [name: string, make: () => unknown, path: readonly PropertyKey[]];

function transferred(): Uint8Array {
  const bytes = new Uint8Array(4);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function throwing(): object {
  return Object.defineProperty({ first: 1 }, "second", {
    enumerable: true,
    get: () => {
      throw new Error("this member cannot be read");
    },
  });
}

function trap(): never {
  throw new Error("this object cannot be inspected");
}

/** Objects that only look like a Map, a Set, a date or bytes, and objects that throw when they are read. */
export const ODD_VALUES: readonly OddValue[] = [
  ["a proxy of a Map", () => ({ at: [new Proxy(new Map([[1, 2]]), {})] }), ["at", 0]],
  ["a proxy of a Set", () => ({ at: [new Proxy(new Set([1]), {})] }), ["at", 0]],
  ["a proxy of a date", () => ({ at: [new Proxy(new Date(0), {})] }), ["at", 0]],
  ["a proxy of bytes", () => ({ at: [new Proxy(Uint8Array.of(1), {})] }), ["at", 0]],
  ["an object made from Map.prototype", () => [Object.create(Map.prototype)], [0]],
  ["an object made from Set.prototype", () => [Object.create(Set.prototype)], [0]],
  ["an object made from Date.prototype", () => [Object.create(Date.prototype)], [0]],
  ["an object made from Uint8Array.prototype", () => [Object.create(Uint8Array.prototype)], [0]],
  ["an object made from Buffer.prototype", () => [Object.create(Buffer.prototype)], [0]],
  ["an object made from ArrayBuffer.prototype", () => [Object.create(ArrayBuffer.prototype)], [0]],
  ["a Map that claims to be a date", () => [Object.setPrototypeOf(new Map(), Date.prototype)], [0]],
  ["a date with a custom prototype", () => [Object.setPrototypeOf(new Date(0), { getTime: () => 1 })], [0]],
  ["bytes that were transferred", () => ({ bytes: transferred() }), ["bytes"]],
  ["a buffer that was transferred", () => ({ bytes: transferred().buffer }), ["bytes"]],
  ["a view of a resizable buffer", () => [new DataView(new ArrayBuffer(8, { maxByteLength: 8 }))], [0]],
  ["a resizable buffer", () => [new ArrayBuffer(1, { maxByteLength: 2 })], [0]],
  ["bytes of a resizable buffer", () => [new Uint8Array(new ArrayBuffer(1, { maxByteLength: 2 }))], [0]],
  ["shared memory", () => [new SharedArrayBuffer(1)], [0]],
  ["bytes of shared memory", () => [new Uint8Array(new SharedArrayBuffer(1))], [0]],
  ["a Buffer of shared memory", () => [Buffer.from(new SharedArrayBuffer(1))], [0]],
  ["a getter that throws", () => ({ a: [throwing()] }), ["a", 0, "second"]],
  ["a getter that throws within a Map", () => new Map([["k", throwing()]]), [0, 1, "second"]],
  ["a revoked proxy of an object", () => ({ a: [1, revoked({})] }), ["a", 1]],
  ["a revoked proxy of an array", () => ({ a: [1, revoked([])] }), ["a", 1]],
  ["a proxy that throws for every operation", () => ({ a: new Proxy({}, { ownKeys: trap }) }), ["a"]],
  ["a proxy whose items throw", () => ({ a: new Proxy([1], { get: trap }) }), ["a"]],
  ["a method toJSON", () => ({ a: { toJSON: () => 1 } }), ["a", "toJSON"]],
];
