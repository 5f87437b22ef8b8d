/** Tables of codes, devices and what identity keeps beside better-auth, a step of the identity database. */
export const IDENTITY_TABLES = '';
