/** The class a mixin extends. TypeScript asks for `any[]` here: a mixin hands on whatever its base takes. */
// biome-ignore lint/suspicious/noExplicitAny: the only parameter list TypeScript accepts for a mixin's base.
export type Constructor<T> = new (...args: any[]) => T;
