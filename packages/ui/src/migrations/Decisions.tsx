/** What the firm has to decide, before everything else: one row a decision, its facts, its ways out. */
import { useState } from 'preact/hooks';
import type { DecisionAct } from '@navette/protocol/staff-migrations';
import type { OpenDecision } from './rows.ts';
import { atMoment, type Wording } from './words.ts';

/** Shown at once; the others on demand, so that the list is never pushed away. */
const FIRST = 4;
const MINUTE = 60_000;

export type DecisionChoice = DecisionAct['act'];

/** The ways out of each kind of decision, the usual one first. */
export const CHOICES: Readonly<Record<OpenDecision['decision']['kind'], readonly DecisionChoice[]>> = {
  'two-claims': ['confirm', 'change-administrator'],
  'no-match': ['confirm', 'refuse'],
  'several-companies': ['attach'],
  'confirm-administrator': ['confirm', 'refuse'],
};

type Props = {
  readonly decisions: readonly OpenDecision[];
  /** Of several companies: all of them, without a choice to make. */
  readonly onDecide: (decision: OpenDecision, choice: DecisionChoice, all: boolean) => void;
  readonly words: Wording;
};

export function Decisions({ decisions, onDecide, words }: Props) {
  const { t } = words;
  const [all, setAll] = useState(false);
  if (decisions.length === 0) return null;
  const hidden = decisions.length - FIRST;
  return (
    <section class="block mig-decisions" aria-label={t.decisions.title}>
      <header>
        <h2>{t.decisions.title}</h2>
        <span class="count dec">{decisions.length}</span>
      </header>
      <table class="dense dec">
        <tbody>
          {decisions.slice(0, all || hidden === 1 ? undefined : FIRST).map((one) => (
            <DecisionRow key={one.id} one={one} onDecide={onDecide} words={words} />
          ))}
        </tbody>
      </table>
      {hidden > 1 ? (
        <p class="pad8">
          <button type="button" class="linklike" onClick={() => setAll(!all)}>
            {all ? t.decisions.less : t.decisions.more(hidden)}
          </button>
        </p>
      ) : null}
    </section>
  );
}

function DecisionRow({ one, onDecide, words }: { one: OpenDecision } & Pick<Props, 'onDecide' | 'words'>) {
  return (
    <tr>
      <th scope="row">
        <b>{companyOf(words, one)}</b>
        <small class="blk">{decisionTitle(words, one)}</small>
      </th>
      <td>
        <DecisionFacts one={one} words={words} />
      </td>
      <td class="mig-acts">
        <DecisionButtons one={one} onDecide={onDecide} words={words} />
      </td>
    </tr>
  );
}

/** The ways out, as buttons; each opens what it means before anything is done. */
export function DecisionButtons({ one, onDecide, words }: { one: OpenDecision } & Pick<Props, 'onDecide' | 'words'>) {
  const { t } = words;
  const button = (choice: DecisionChoice, word: string, every = false) => (
    <button
      type="button"
      class="btn sm"
      key={word}
      aria-label={t.decisions.actOn(word, companyOf(words, one))}
      onClick={() => onDecide(one, choice, every)}
    >
      {word}
    </button>
  );
  const { kind, dossiers = [] } = one.decision;
  if (kind === 'several-companies') {
    const mine = dossiers.filter(({ name }) => name !== '').length;
    return (
      <>
        {button('attach', t.decisions.attachAll(mine), true)} {button('attach', t.decisions.choose)}
      </>
    );
  }
  if (one.access === null)
    return (
      <>
        {button('attach', t.decisions.attachOne)} {button('refuse', t.decisions.refuse)}
      </>
    );
  const named: Record<Exclude<DecisionChoice, 'attach'>, string> = {
    confirm: t.decisions.confirm,
    'change-administrator': t.decisions.change,
    refuse: t.decisions.refuse,
  };
  return <>{CHOICES[kind].flatMap((choice) => (choice === 'attach' ? [] : [button(choice, named[choice]), ' ']))}</>;
}

/** Whom a decision is about, as a company; what belongs to none says so. */
export function companyOf({ t }: Wording, { access }: OpenDecision): string {
  return access?.company.name ?? t.decisions.noDossier;
}

export function decisionTitle({ t }: Wording, { decision }: OpenDecision): string {
  if (decision.kind === 'two-claims' && decision.kept) return t.decisions.apart(gap(Math.abs(decision.at - decision.kept.at), t));
  if (decision.kind === 'several-companies' && decision.dossiers) return t.decisions.several(decision.dossiers.length);
  return t.decisions.kinds[decision.kind];
}

function gap(milliseconds: number, t: Wording['t']): string {
  const minutes = Math.max(1, Math.round(milliseconds / MINUTE));
  if (minutes < 120) return t.decisions.minutes(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? t.decisions.hours(hours) : t.settings.days(Math.round(hours / 24));
}

export function DecisionFacts({ one, words }: { one: OpenDecision; words: Wording }) {
  const { t } = words;
  const { decision } = one;
  const at = atMoment(words, decision.at);
  switch (decision.kind) {
    case 'two-claims':
      return (
        <>
          {t.decisions.kept}
          <b>{decision.kept?.name}</b>
          {decision.kept ? t.decisions.keptAt(atMoment(words, decision.kept.at)) : ''}
          <small class="blk">{t.decisions.other(decision.name, at)}</small>
        </>
      );
    case 'no-match':
      return (
        <>
          {decision.clientCode === undefined && decision.number === undefined ? t.decisions.typedNothing : null}
          {decision.clientCode === undefined ? null : (
            <>
              {t.decisions.typedCode}
              <span class="mono">{decision.clientCode}</span>
            </>
          )}
          {decision.clientCode !== undefined && decision.number !== undefined ? ', ' : null}
          {decision.number === undefined ? null : (
            <>
              {t.decisions.typedNumber}
              <span class="mono">{decision.number}</span>
            </>
          )}
          <small class="blk">{t.decisions.typedBy(decision.name, at)}</small>
        </>
      );
    case 'several-companies':
      return (
        <>
          {t.decisions.attachTo(decision.dossiers?.length ?? 1)}
          <small class="blk">{severalNames(words, one)}</small>
        </>
      );
    case 'confirm-administrator':
      return (
        <>
          {t.decisions.candidate(decision.name, at)}
          <small class="blk">{t.decisions.candidateHint}</small>
        </>
      );
  }
}

function severalNames({ t }: Wording, { decision: { name, dossiers = [] } }: OpenDecision): string {
  const known = dossiers.flatMap((one) => (one.name === '' ? [] : [one.name]));
  const others = dossiers.length - known.length;
  return [name, ...known, ...(others > 0 ? [t.decisions.notYours(others)] : [])].join(' · ');
}
