/** Tables of API keys and what came by them, a step of the identity database. */
export const SENDING_TABLES = '';
