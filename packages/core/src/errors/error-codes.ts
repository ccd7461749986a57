/** Every code an error of this library carries; they stay the same between major versions. */
export const RESULTS_ERROR_CODES = [
  "AMBIGUOUS_DIGEST",
  "BACKEND_CLOSED",
  "CORRUPT_RECORD",
  "DIGEST_NOT_FOUND",
  "INVALID_DIGEST",
  "INVALID_ID",
  "INVALID_KEY",
  "LOCK_TIMEOUT",
  "MODEL_CONFLICT",
  "MODEL_FAILED",
  "MODEL_NOT_REGISTERED",
  "MODEL_TOO_OLD",
  "MODEL_UNKNOWN",
  "NAMESPACE_AMBIGUOUS",
  "NOT_AN_INTEGER",
  "NOT_ROUND_TRIPPABLE",
  "RESULT_DIFFERS",
  "RESULT_EXISTS",
  "RESULT_NOT_FOUND",
  "STORAGE_FAILED",
  "STORAGE_FULL",
  "STORAGE_READ_ONLY",
  "STORE_NOT_FOUND",
  "STORE_TOO_NEW",
  "SYNC_BRIDGE_FAILED",
  "UPGRADE_FAILED",
  "VALIDATION_FAILED",
  "VALUE_TOO_LARGE",
] as const;

/** The code of an error of this library. */
export type ResultsErrorCode = (typeof RESULTS_ERROR_CODES)[number];
