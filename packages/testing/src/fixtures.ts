import type { Model, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";

/** Data of {@link Fixtures.Person}. */
export interface PersonData {
  name: string;
  age: number;
}

/** Data of {@link Fixtures.Counter}. */
export interface CounterData {
  count: number;
}

/** Input of {@link Fixtures.Celsius}. */
export interface CelsiusInput {
  at: string;
  degrees: string;
}

/** Output of {@link Fixtures.Celsius}. */
export interface CelsiusData {
  at: Date;
  degrees: number;
}

type Schema<Input, Output = Input> = v.GenericSchema<Input, Output>;

/** Models that the cases use, all in the default namespace. */
export interface Fixtures {
  readonly Person: Model<Schema<PersonData>>;
  readonly Counter: Model<Schema<CounterData>>;
  /** Accepts any value that can be stored. */
  readonly Anything: Model<Schema<unknown>>;
  /** Accepts any value that can be stored, under another name. */
  readonly Other: Model<Schema<unknown>>;
  /** A schema that transforms text, with the `encode` that reverses it. */
  readonly Celsius: Model<Schema<CelsiusInput, CelsiusData>>;
  /** The schema of `Celsius` without `encode`. */
  readonly OneWay: Model<Schema<CelsiusInput, CelsiusData>>;
}

/** Registers the models that the cases use. */
export function registerFixtures(registry: ModelRegistry): Fixtures {
  const anything: Schema<unknown> = v.unknown();
  const celsius: Schema<CelsiusInput, CelsiusData> = v.object({
    at: v.pipe(
      v.string(),
      v.transform((text) => new Date(text)),
    ),
    degrees: v.pipe(v.string(), v.transform(Number)),
  });
  const person: Schema<PersonData> = v.object({ name: v.string(), age: v.number() });
  const counter: Schema<CounterData> = v.object({ count: v.number() });
  return {
    Person: registry.register("Person", person),
    Counter: registry.register("Counter", counter),
    Anything: registry.register("Anything", anything),
    Other: registry.register("Other", anything),
    Celsius: registry.register("Celsius", celsius, {
      encode: ({ at, degrees }) => ({ at: at.toISOString(), degrees: String(degrees) }),
    }),
    OneWay: registry.register("OneWay", celsius),
  };
}

/** Valid data of {@link Fixtures.Person}. */
export const ADA: Readonly<PersonData> = Object.freeze({ name: "Ada", age: 36 });

/** Other valid data of {@link Fixtures.Person}. */
export const BOB: Readonly<PersonData> = Object.freeze({ name: "Bob", age: 41 });
