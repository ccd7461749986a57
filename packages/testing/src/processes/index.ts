export { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
export { fastestFolder } from "./fastest-folder.ts";
export { type HostileIdReport, hostileIds } from "./hostile-ids.ts";
export { killedComputation } from "./killed-computation.ts";
export { killedWriter } from "./killed-writer.ts";
export { raceOnComputations } from "./race-on-computations.ts";
export { raceOnCounter } from "./race-on-counter.ts";
export { type IdRace, raceOnIds } from "./race-on-ids.ts";
