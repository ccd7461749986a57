const Real = Date;

/** Replacements of the global `Date`, as libraries make them. */
export const FAKED_DATES: readonly (readonly [name: string, make: () => DateConstructor])[] = [
  ["a subclass", () => withNow(class Fake extends Real {})],
  [
    "a subclass whose instances claim to be real, as in sinon",
    () =>
      withNow(
        class ClockDate extends Real {
          constructor(...args: []) {
            super(...args);
            Object.defineProperty(this, "constructor", { value: Real });
          }
          static override [Symbol.hasInstance](value: unknown): boolean {
            return value instanceof Real;
          }
        },
      ),
  ],
  [
    "a function that makes real dates",
    () => {
      function Fake(...args: []): Date {
        return new Real(...args);
      }
      Object.assign(Fake, { prototype: Real.prototype, UTC: Real.UTC, parse: Real.parse });
      return withNow(Fake);
    },
  ],
  [
    "a function that ignores its arguments",
    () => {
      function Fake(): Date {
        return new Real(1e12);
      }
      Object.assign(Fake, { prototype: Real.prototype });
      return withNow(Fake);
    },
  ],
];

/** Runs a task while another `Date` replaces the real one. */
export async function whileDateIsFaked<T>(make: () => DateConstructor, work: () => Promise<T>): Promise<T> {
  globalThis.Date = make();
  try {
    return await work();
  } finally {
    globalThis.Date = Real;
  }
}

function withNow(Fake: object): DateConstructor {
  return Object.assign(Fake, { now: () => 1e12 }) as DateConstructor;
}
