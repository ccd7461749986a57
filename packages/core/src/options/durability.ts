/** Failures that an acknowledged write survives: `'full'` a power failure, `'process'` only the end of the process. */
export type Durability = "full" | "process";

/** Checks a durability; `'full'` is the default. @throws {TypeError} for any other value. */
export function checkDurability(durability: unknown = "full"): Durability {
  if (durability === "full" || durability === "process") return durability;
  const given = typeof durability === "string" ? `'${durability}'` : String(durability);
  throw new TypeError(`durability must be 'full' or 'process', got ${given}.`);
}
