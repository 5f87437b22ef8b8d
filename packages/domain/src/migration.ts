/**
 * The move of an account to the single sign-in (rules R051-R073), as far as screens need it.
 *
 * The assistant itself comes with the account; the state is decided by the server and read here.
 */
export const MIGRATION_STEPS = ['not-started', 'email-given', 'code-sent', 'verified', 'to-decide', 'finalised'] as const;
export type MigrationStep = (typeof MIGRATION_STEPS)[number];

/** The yellow banner stays until migration is finalised, and not one moment less (R053, R054). */
export function showsMigrationBanner(step: MigrationStep): boolean {
  return step !== 'finalised';
}

/** Steps the person still has to take, for "Il reste deux étapes". */
export function stepsLeft(step: MigrationStep): number {
  const left: Record<MigrationStep, number> = {
    'not-started': 3,
    'email-given': 3,
    'code-sent': 2,
    verified: 1,
    'to-decide': 1,
    finalised: 0,
  };
  return left[step];
}
