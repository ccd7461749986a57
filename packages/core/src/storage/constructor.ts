/** Class that a mixin extends. TypeScript requires `any[]`, since a mixin passes on whatever its base takes. */
// biome-ignore lint/suspicious/noExplicitAny: the only parameter list TypeScript accepts for a mixin's base.
export type Constructor<T> = new (...args: any[]) => T;
