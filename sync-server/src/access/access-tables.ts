/** Tables of invitations and access links, a step of the identity database. */
export const ACCESS_TABLES = '';
