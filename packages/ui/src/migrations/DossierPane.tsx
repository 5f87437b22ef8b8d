/** One dossier, open beside the list: what the firm has to decide, its people with every step they took, what they are recognised by. */
import { useEffect, useRef } from 'preact/hooks';
import type { MigrationFact } from '@navette/device/model';
import type { UserId } from '@navette/kernel/ids';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useMedia } from '../use-media.ts';
import { useLive } from '../use-observable.ts';
import { References } from './References.tsx';
import { DecisionButtons, DecisionFacts, decisionTitle, type DecisionChoice } from './Decisions.tsx';
import { reminderPlan, type AccessPerson, type MigrationRow, type OpenDecision } from './rows.ts';
import { StepMark } from './StepMark.tsx';
import { factOfPerson, precisionOfPerson, type Wording } from './words.ts';

/** Below this width the list is not beside it. */
const ALONE = '(max-width: 899px)';
const NO_PAST: ReadonlyMap<UserId, readonly MigrationFact[]> = new Map();

type Props = {
  readonly row: MigrationRow;
  readonly decisions: readonly OpenDecision[];
  readonly onDecide: (decision: OpenDecision, choice: DecisionChoice, all: boolean) => void;
  readonly onRemind: (row: MigrationRow) => void;
  readonly onClose: () => void;
  readonly words: Wording;
};

export function DossierPane({ row, decisions, onDecide, onRemind, onClose, words }: Props) {
  const { t, f, now } = words;
  const { doors } = useSurroundings();
  const past = useLive(() => doors.library.migrationPast(row.id), [doors, row.id], NO_PAST);
  const pane = useRef<HTMLElement>(null);
  // On a narrow screen it takes the place of the list, and of the link that had focus.
  const alone = useMedia(ALONE);
  useEffect(() => {
    if (alone) pane.current?.focus();
  }, [row.id]);
  const Title = alone ? 'h1' : 'h2';
  const { company, users } = row.access;
  return (
    <aside class="viewer migpane" aria-label={row.name} ref={pane} tabIndex={-1}>
      <header class="row top">
        <div class="grow">
          <Title>{row.name}</Title>
          <small class="blk">
            {[
              ...(company.siren === undefined ? [] : [`SIREN ${f.siren(company.siren)}`]),
              company.clientCode === undefined ? t.pane.noCode : t.pane.code(company.clientCode),
              ...(company.staff === undefined || company.staff.length === 0
                ? []
                : [t.pane.staff(company.staff.map(({ name }) => name).join(', '))]),
            ].join(' · ')}
          </small>
        </div>
        <button type="button" class="btn icon sm quiet" aria-label={t.pane.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="row wrap mig-paneacts">
        <StepMark step={row.step} t={t} />
        <span class="grow" />
        {reminderPlan([row], now).to.length === 0 ? null : (
          <button type="button" class="btn sm" onClick={() => onRemind(row)}>
            <Icon name="mail" size="s" />
            {t.list.remind}
          </button>
        )}
        <a class="btn sm quiet" href={routeTo('access', { dossier: row.id })}>
          {t.pane.access}
        </a>
      </div>
      {decisions.map((one) => (
        <div class="note decide" key={one.id}>
          <Icon name="alert" />
          <div class="grow">
            <b class="blk">{decisionTitle(words, one)}</b>
            <DecisionFacts one={one} words={words} />
            <div class="row wrap acts">
              <DecisionButtons one={one} onDecide={onDecide} words={words} />
            </div>
          </div>
        </div>
      ))}
      <section class="block mig-section" aria-label={t.pane.people}>
        <header>
          <h3>{t.pane.people}</h3>
          <span class="count">{users.length}</span>
        </header>
        {users.length === 0 ? <p class="cap pad8">{t.precision.nobody}</p> : null}
        <ul class="rows">
          {users.map((person) => (
            <Person key={person.id} row={row} person={person} past={past.get(person.id) ?? []} words={words} />
          ))}
        </ul>
      </section>
      <References key={row.id} dossier={row.id} known={company.clientCode ?? null} />
    </aside>
  );
}

function Person({ row, person, past, words }: { row: MigrationRow; person: AccessPerson; past: readonly MigrationFact[]; words: Wording }) {
  const { t, f, now } = words;
  const { user } = person;
  const more =
    user.state === 'off'
      ? t.pane.off
      : user.state === 'invited'
        ? (user.linkUntil ?? 0) > now
          ? t.pane.invited(f.shortDay(user.linkUntil ?? 0, now))
          : t.pane.invitedOver
        : precisionOfPerson(words, row.access, person);
  return (
    <li class={user.state === 'active' ? '' : 'ink3'}>
      <div class="row top">
        <span class="grow">
          <b class="blk cut">{user.name}</b>
          <small class="blk cut">{user.email}</small>
        </span>
        {user.state === 'active' ? <StepMark step={user.migration} t={t} /> : null}
      </div>
      <small class="blk">
        {[more, ...(user.state === 'active' ? [factOfPerson(words, person)] : [])].filter((part) => part !== '').join(' · ')}
      </small>
      {user.state === 'active' && user.migration === 'code-sent' ? <p class="hint">{t.pane.codeHint}</p> : null}
      {past.length === 0 || user.state === 'invited' ? null : (
        <details class="mig-past">
          <summary aria-label={t.pane.pastOf(user.name)}>
            <Icon name="right" size="s" />
            {t.pane.past}
            {(user.reminders ?? 0) > 0 ? ` · ${t.pane.remindersSent(user.reminders ?? 0)}` : ''}
          </summary>
          <ol>
            {past.map((fact) => (
              <li key={`${fact.what} ${fact.at}`}>
                <span>{fact.what === 'reminded' ? t.pane.reminded : t.steps[fact.what]}</span>
                <time class="n">{f.whenWithTime(fact.at, now)}</time>
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}
