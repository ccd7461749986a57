import type { Model, ModelRegistry } from "@results-manager/core";
import * as v from "valibot";

/** What {@link Fixtures.Person} takes. */
export interface PersonData {
  name: string;
  age: number;
}

/** What {@link Fixtures.Counter} takes. */
export interface CounterData {
  count: number;
}

/** What {@link Fixtures.Celsius} takes. */
export interface CelsiusInput {
  at: string;
  degrees: string;
}

/** What {@link Fixtures.Celsius} gives. */
export interface CelsiusData {
  at: Date;
  degrees: number;
}

type Schema<Input, Output = Input> = v.GenericSchema<Input, Output>;

/** The models the cases use, all in the default namespace. */
export interface Fixtures {
  readonly Person: Model<Schema<PersonData>>;
  readonly Counter: Model<Schema<CounterData>>;
  /** Whatever can be stored. */
  readonly Anything: Model<Schema<unknown>>;
  /** Another name for whatever can be stored. */
  readonly Other: Model<Schema<unknown>>;
  /** A schema that transforms text, with the `encode` that undoes it. */
  readonly Celsius: Model<Schema<CelsiusInput, CelsiusData>>;
  /** The same without `encode`. */
  readonly OneWay: Model<Schema<CelsiusInput, CelsiusData>>;
}

/** Registers the models the cases use. */
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

/** A person that {@link Fixtures.Person} takes. */
export const ADA: Readonly<PersonData> = Object.freeze({ name: "Ada", age: 36 });

/** Another one. */
export const BOB: Readonly<PersonData> = Object.freeze({ name: "Bob", age: 41 });
