/**
 * Factors whose multiples, modulo 2^16 and 2^14, are spread evenly: between those below a bound there is no gap of many times the mean, as the
 * continued fraction of factor and modulus has no quotient above 4 (Knuth, The Art of Computer Programming, volume 3, section 6.4, theorem S).
 */
export const PAUSE_FACTORS: readonly number[] = [
  23627, 28415, 28417, 28927, 28929, 29341, 36195, 36607, 36609, 37119, 37121, 41909, 46145, 53757,
];

/**
 * Chooses which rows are pauses, by the factor of their numbers; again for each page: rows may be read in such an order that one of the factors
 * leaves a long stretch without any.
 */
export function randomFactor(): number {
  return PAUSE_FACTORS[Math.floor(Math.random() * PAUSE_FACTORS.length)] as number;
}
