import type { ResultsFace, StoredSchema } from "results-manager";
import type { CommandContext } from "../../definition/command-context.ts";
import { listOf, textOf, wordAt } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";
import { type Condition, parseCondition, parseJsonCondition } from "./parse-condition.ts";

/** Results that a command looks at, as the library takes them. */
export interface Query {
  readonly prefix: string | undefined;
  readonly where: Condition | undefined;
  readonly namespace: string | undefined;
  readonly signal: AbortSignal;
}

/** Reads the options of a command that say which results it looks at. @throws {UsageError} */
export function queryOf(context: CommandContext): Query {
  const json = textOf(context, "whereJson");
  const conditions = listOf(context, "where").map(parseCondition);
  if (json !== undefined) conditions.push(parseJsonCondition(json));
  const [first] = conditions;
  return {
    prefix: textOf(context, "prefix"),
    where: conditions.length > 1 ? { and: conditions } : first,
    namespace: textOf(context, "namespace"),
    signal: context.signal,
  };
}

/** Returns the name of the model that the user named, or that is the only one of the store, or of its namespace. @throws {UsageError} */
export async function modelOf(results: ResultsFace, context: CommandContext): Promise<string> {
  const named = wordAt(context, 1);
  if (named !== undefined) return named;
  const described = await results.schemas();
  const models = described.length > 0 ? described : await storedModels(results);
  const namespace = textOf(context, "namespace");
  const meant = models.filter((each) => each.namespace === (namespace ?? each.namespace));
  const [only, ...others] = namesOf(meant);
  if (only !== undefined && others.length === 0) return only;
  const place = namespace === undefined ? "The store" : `The namespace '${namespace}'`;
  if (only !== undefined)
    throw new UsageError(`${place} has results of several models: name one of ${[only, ...others].join(", ")}.`);
  const namespaces = [...new Set(models.map((each) => each.namespace))];
  const known = namespaces.length > 0 ? `The store has ${namespaces.join(", ")}.` : "Name a model to look for one.";
  throw new UsageError(`${place} has no results. ${known}`);
}

type StoredModel = Pick<StoredSchema, "name" | "namespace">;

function namesOf(models: readonly StoredModel[]): string[] {
  return [...new Set(models.map(({ name }) => name))];
}

async function storedModels(results: ResultsFace): Promise<StoredModel[]> {
  const { models } = await results.stats();
  return models.map(({ model: name, namespace }) => ({ name, namespace }));
}
