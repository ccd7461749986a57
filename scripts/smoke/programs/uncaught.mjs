import { openResults, registerModel } from "results-manager";
import * as v from "valibot";

// Ends with an error that nothing catches.
const Count = registerModel("Count", v.object({ n: v.number() }));
const results = await openResults("memory:");
await results.set("id", { n: "text" }, { model: Count });
