import type { CompiledQuery } from "kysely";

/** Stands for a value that is bound when a query runs. */
class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A place in a query for a value of this type. */
export function parameter<T>(name: string): T {
  return new Parameter(name) as T;
}

/**
 * Compiles a query whose values are bound by hand.
 *
 * @param names of its parameters, in the order in which they will be bound.
 * @throws {Error} where the query takes them in another order: a mistake of whoever wrote it.
 */
export function compile(query: { compile(): CompiledQuery }, ...names: readonly string[]): string {
  const { sql, parameters } = query.compile();
  const taken = parameters.map((each) => (each instanceof Parameter ? each.name : `the constant ${String(each)}`));
  if (taken.join() !== names.join()) throw new Error(`'${sql}' takes ${taken.join()}, not ${names.join()}.`);
  return sql;
}

/** A query, and the names of its parameters in the order in which they are bound. */
export interface NamedQuery {
  readonly sql: string;
  readonly names: readonly string[];
}

/**
 * Compiles a query whose parameters depend on what is asked for.
 *
 * @throws {Error} where it holds a constant: a mistake of whoever wrote it.
 */
export function compileNamed(query: { compile(): CompiledQuery }): NamedQuery {
  const { sql, parameters } = query.compile();
  const names = parameters.map((each) => {
    if (each instanceof Parameter) return each.name;
    throw new Error(`'${sql}' holds the constant ${String(each)}.`);
  });
  return { sql, names };
}
