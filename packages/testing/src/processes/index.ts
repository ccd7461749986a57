export { type BackendRecipe, openRecipe } from "./backend-recipe.ts";
export { fastestFolder } from "./fastest-folder.ts";
export { type HostileIdAttack, type HostileIdReport, hostileIds } from "./hostile-ids.ts";
export { type KilledComputationReport, killedComputation } from "./killed-computation.ts";
export { type KilledWriterReport, killedWriter, type WriterKills } from "./killed-writer.ts";
export { type ComputationRace, type ComputationRaceReport, raceOnComputations } from "./race-on-computations.ts";
export { type CounterRace, type CounterRaceReport, raceOnCounter } from "./race-on-counter.ts";
export { type IdRace, type IdRaceReport, raceOnIds } from "./race-on-ids.ts";
