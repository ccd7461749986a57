import { Checkout } from "./checkout.ts";
import type { CheckoutOrder, RoundOrder } from "./checkout-process.ts";
import { PAIRED_PARTS } from "./paired-parts.ts";

// Measures one checkout, round by round, as the parent process asks for it; ends with the parent.
const { part, name, checkout, folder, records } = JSON.parse(process.argv[2] ?? "") as CheckoutOrder;
const steps = (await PAIRED_PARTS[part]?.(new Checkout(name, checkout), { folder, records })) ?? [];
process.on("message", async ({ step, round }: RoundOrder) => {
  globalThis.gc?.({ type: "minor" }); // No round pays for the garbage of the previous one.
  process.send?.((await steps[step]?.(round)) ?? {});
});
process.send?.(steps.length);
