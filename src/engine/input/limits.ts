/** Limits of what is accepted; each is checked, and named in the error that refuses more. */
export const NAME_CHARS_MAX = 256;
export const TEXT_CHARS_MAX = 16 * 1024 * 1024;
export const PROCESSES_MAX = 10_000;
export const LIST_MAX = 256;
