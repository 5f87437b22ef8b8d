/** Tables of migrations under way and reminders, a step of the identity database. */
export const MIGRATION_TABLES = '';
