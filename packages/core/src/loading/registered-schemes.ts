/**
 * Schemes of URLs that programs have registered, with what opens them. They are kept here since the built openers are in several files, and
 * each must know all schemes.
 */
export const registeredSchemes: Map<string, unknown> = new Map();
