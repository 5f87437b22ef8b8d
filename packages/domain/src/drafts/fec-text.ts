/** What a field of the file of entries (FEC) cannot hold: its separators and line ends, and signs no reader shows (accounting-formats 1.2). */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
export const FORBIDDEN_IN_FEC = /[\t|\r\n\u0000-\u0008\u000b\u000c\u000e-\u001f\u0085\u2028\u2029]/;
