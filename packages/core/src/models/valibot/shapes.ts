import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonShape } from "./json-shape.ts";

/** Module that finds shapes; it needs Valibot, which takes long to load. */
type Shapes = typeof import("./valibot-shape.ts");

let shapes: Shapes | undefined;
let isLoading = false;

/**
 * Returns the shape of the JSON that a schema returns unchanged; `undefined` for a schema that must be run for each value. That is true of
 * every schema until Valibot is loaded.
 */
export function shapeOf(schema: StandardSchemaV1): JsonShape | undefined {
  return shapes?.shapeOf(schema);
}

/** Tells whether {@link shapeOf} is final. */
export function areShapesLoaded(): boolean {
  return shapes !== undefined;
}

/** Takes the module, and warms up Valibot. */
export function useShapes(loaded: Shapes): void {
  if (shapes) return;
  loaded.warmUpValibot();
  shapes = loaded;
}

/** Loads Valibot for a schema that it has made: once, and not before, since only such schemas have shapes. */
export function loadShapes({ "~standard": { vendor } }: StandardSchemaV1): void {
  if (isLoading || vendor !== "valibot") return;
  isLoading = true;
  // Without the module, schemas are run for each value, which is only slower.
  import("./valibot-shape.ts").then(useShapes, () => {});
}
