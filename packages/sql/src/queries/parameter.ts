import type { CompiledQuery } from "kysely";

/** Placeholder of a value that is bound when a query runs. */
class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Creates a placeholder for a value of this type. */
export function parameter<T>(name: string): T {
  return new Parameter(name) as T;
}

/**
 * Compiles a query whose values are bound by the caller.
 *
 * @param names of its parameters, in the order in which they are bound.
 * @throws {Error} where the query takes them in another order, which is a bug in the query's definition.
 */
export function compile(query: { compile(): CompiledQuery }, ...names: readonly string[]): string {
  const { sql, parameters } = query.compile();
  const found = parameters.map((each) => (each instanceof Parameter ? each.name : `the constant ${String(each)}`));
  if (found.join() !== names.join())
    throw new Error(`'${sql}' has the parameters ${found.join()}, expected ${names.join()}.`);
  return sql;
}

/** A query, and the names of its parameters in the order in which they are bound. */
export interface NamedQuery {
  readonly sql: string;
  readonly names: readonly string[];
}

/**
 * Compiles a query whose parameters depend on the request.
 *
 * @throws {Error} where it contains a constant, which is a bug in the query's definition.
 */
export function compileNamed(query: { compile(): CompiledQuery }): NamedQuery {
  const { sql, parameters } = query.compile();
  const names = parameters.map((each) => {
    if (each instanceof Parameter) return each.name;
    throw new Error(`'${sql}' contains the constant ${String(each)}.`);
  });
  return { sql, names };
}
