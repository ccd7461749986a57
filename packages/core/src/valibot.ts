export { loadShapesNow } from "./models/valibot/load-shapes-now.ts";
