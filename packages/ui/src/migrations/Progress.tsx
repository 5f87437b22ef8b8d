/** How far the firm has come: one bar of all steps. Each step filters the list below. */
import { countSteps } from '@navette/domain/migration-follow-up';
import type { MigrationStep } from '@navette/domain/migration';
import type { Formats } from '@navette/texts/formats';
import type { MigrationsTexts } from '@navette/texts/migrations-texts';
import type { MigrationRow } from './rows.ts';

/** From what is done to what waits for the firm. */
const ORDER: readonly MigrationStep[] = ['finalised', 'verified', 'code-sent', 'email-given', 'not-started', 'to-decide'];

type Props = {
  readonly rows: readonly MigrationRow[];
  readonly only: MigrationStep | null;
  readonly onOnly: (step: MigrationStep | null) => void;
  readonly t: MigrationsTexts;
  readonly f: Formats;
};

export function Progress({ rows, only, onOnly, t, f }: Props) {
  const counts = countSteps(rows.map(({ step }) => step));
  const done = counts.finalised;
  // Nearly all is not all.
  const percent = done === rows.length ? 100 : Math.min(99, Math.round((done / rows.length) * 100));
  return (
    <section aria-label={t.progress.label}>
      <p class="cap mig-lead">
        <b class="n">{t.progress.lead(f.count(done), f.count(rows.length))}</b>
        {t.progress.rest(done, f.percent(percent), f.count(rows.length - done))}
      </p>
      <ol class="funnel">
        {ORDER.map((step) => (
          <li key={step} class={step} style={{ flexGrow: counts[step] }}>
            <button
              type="button"
              aria-pressed={only === step}
              title={t.progress.only(t.steps[step])}
              onClick={() => onOnly(only === step ? null : step)}
            >
              <i aria-hidden="true" />
              <b class="n">{f.count(counts[step])}</b>
              <span>{t.counted[step](counts[step])}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
