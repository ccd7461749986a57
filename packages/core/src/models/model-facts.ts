import type { Model } from "./model.ts";
import type { JsonShape } from "./valibot/json-shape.ts";
import { runsOwnCode } from "./valibot/runs-own-code.ts";
import { areShapesLoaded, shapeOf } from "./valibot/shapes.ts";

/** Facts about a model that every write needs, found out once. */
export interface ModelFacts {
  /** Namespace that the registry of the model prefers; `undefined` if the model is not registered. */
  readonly namespace: string | undefined;
  /** Shape of the plain JSON that is stored as it is, without running the schema or code of the user; `undefined` if it is not known. */
  readonly shape: JsonShape | undefined;
  /** False while the shape may become known, because Valibot is being loaded, or the namespace, by another registry with an equal model. */
  readonly isFinal: boolean;
}

/** Finds the facts about a model. Once they are final, they hold until its registry changes. */
export function findFacts(model: Model): ModelFacts {
  const namespace = model.registry.findModelNamespace(model);
  const isShapeFinal = areShapesLoaded() || model.schema["~standard"].vendor !== "valibot";
  return {
    namespace,
    shape: runsOwnCode(model) ? undefined : shapeOf(model.schema),
    isFinal: isShapeFinal && namespace !== undefined,
  };
}
