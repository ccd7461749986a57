import { useShapes } from "./shapes.ts";
import { shapeOf, warmUpValibot } from "./valibot-shape.ts";

/** Makes the shapes of Valibot's schemas known at once, in a thread that may never await the loading of a module. */
export function loadShapesNow(): void {
  useShapes({ shapeOf, warmUpValibot });
}
