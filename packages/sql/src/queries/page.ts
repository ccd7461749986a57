/** Number of ids in a page. */
export const PAGE = 1024;

/** Number of calls in a page. */
export const CALL_PAGE = 256;
