/** A step of a migration: its square and its word, never the square alone. */
import type { MigrationStep } from '@navette/domain/migration';
import type { MigrationsTexts } from '@navette/texts/migrations-texts';

export function StepMark({ step, t }: { step: MigrationStep; t: MigrationsTexts }) {
  return (
    <span class={`mst ${step}`}>
      <i aria-hidden="true" />
      {t.steps[step]}
    </span>
  );
}
