/** Tables of licences, registrations, activation keys and launches, a step of the identity database. */
export const REGISTRATION_TABLES = '';
