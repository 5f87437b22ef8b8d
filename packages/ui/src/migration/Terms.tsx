/** The terms of sale, to be read, printed and accepted in their version (R067). */
import { useState } from 'preact/hooks';
import type { SalesTerms } from '@navette/domain/sales-terms';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useMigrationTexts } from './step-parts.tsx';

type Props = {
  readonly terms: SalesTerms;
  /** Whose terms they are: stands on the paper. */
  readonly firm: string;
  readonly accepted: boolean;
  readonly error: string | null;
  readonly onAccept: (accepted: boolean) => void;
};

export function TermsField({ terms, firm, accepted, error, onAccept }: Props) {
  const { f } = useSurroundings();
  const { m } = useMigrationTexts();
  const [open, setOpen] = useState(false);
  return (
    <fieldset class="terms">
      <legend>{m.attach.terms}</legend>
      <p class="cap">{m.attach.version(terms.version, f.day(terms.date))}</p>
      <div class="row wrap">
        <button type="button" class="btn sm" onClick={() => setOpen(true)}>
          <Icon name="documents" size="s" />
          {m.attach.readTerms}
        </button>
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={accepted}
          aria-invalid={error !== null}
          aria-describedby="terms-error"
          onChange={(event) => onAccept(event.currentTarget.checked)}
        />
        <span>{m.attach.accept}</span>
      </label>
      <div id="terms-error" role="alert">
        {error === null ? null : (
          <p class="error">
            <Icon name="alert" size="s" />
            <span>{error}</span>
          </p>
        )}
      </div>
      {open ? <TermsDialog terms={terms} firm={firm} onClose={() => setOpen(false)} /> : null}
    </fieldset>
  );
}

function TermsDialog({ terms, firm, onClose }: { terms: SalesTerms; firm: string; onClose: () => void }) {
  const { f } = useSurroundings();
  const { m, a } = useMigrationTexts();
  return (
    <Dialog title={m.attach.terms} look="termsdialog" onClose={onClose}>
      <p class="cap">{`${firm}. ${m.attach.version(terms.version, f.day(terms.date))}`}</p>
      {/* Long texts are scrolled by keyboard too. */}
      <ol class="articles" lang="fr" tabIndex={0} aria-label={m.attach.terms}>
        {terms.articles.map(({ title, text }, index) => (
          <li key={title}>
            <h3>
              {index + 1}. {title}
            </h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <footer class="row acts noprint">
        <button type="button" class="btn" onClick={() => print()}>
          <Icon name="print" size="s" />
          {m.attach.print}
        </button>
        <button type="button" class="btn primary" onClick={onClose}>
          {a.close}
        </button>
      </footer>
    </Dialog>
  );
}
