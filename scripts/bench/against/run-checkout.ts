import { Checkout } from "./checkout.ts";
import type { CheckoutOrder, RoundOrder } from "./checkout-process.ts";
import type { MeasureRound } from "./paired-part.ts";
import { PAIRED_PARTS } from "./paired-parts.ts";

// Measures one checkout, row by row, as the parent process asks for it; ends with the parent.
const { part, name, checkout, folder, records } = JSON.parse(process.argv[2] ?? "") as CheckoutOrder;
const steps = (await PAIRED_PARTS[part]?.(new Checkout(name, checkout), { folder, records })) ?? [];
let rows: ReturnType<MeasureRound> | undefined;
process.on("message", async (order: RoundOrder | "next") => {
  if (order !== "next") rows = steps[order.step]?.(order.round);
  globalThis.gc?.({ type: "minor" }); // No row pays for the garbage of the previous one.
  process.send?.((await rows?.next())?.value ?? null);
});
process.send?.(steps.length);
