/** The open sending: its steps with their times, why it was rejected and what to do, its facts and its history. */
import type { AccountView, DocumentRow, SendingView } from '@navette/device/model';
import { sendingsTexts } from '@navette/texts/sendings-texts';
import type { SendingState } from '@navette/rooms/records';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { StateTrack } from '../components/StateTrack.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useMedia } from '../use-media.ts';
import { stateOf, type Followed } from './followed.ts';
import { SENDING_ICON } from './SendingStateChip.tsx';

/** Below this width the list is not beside it. */
const ALONE = '(max-width: 899px)';
/** A claimed time nearer than this to ours is the same time. */
const SAME_TIME = 120_000;
const STEPS = ['prepared', 'sent', 'received', 'accepted'] as const satisfies readonly SendingState[];

type Props = {
  readonly account: AccountView;
  /** Null: not on this device. */
  readonly followed: Followed | null;
  /** All of them, for the one it corrects and the one that corrects it. */
  readonly sendings: readonly SendingView[];
  readonly onClose: () => void;
};

export function SendingPane({ account, followed, sendings, onClose }: Props) {
  const { language } = useSurroundings();
  const t = sendingsTexts(language);
  const pane = useRef<HTMLElement>(null);
  // On a narrow screen it takes the place of the list, and of the link that had focus.
  useEffect(() => {
    if (matchMedia(ALONE).matches) pane.current?.focus();
  }, []);
  return (
    <aside class="viewer" aria-label={t.open} ref={pane} tabIndex={-1}>
      {followed === null ? (
        <>
          <Head title={t.open} under="" onClose={onClose} />
          <EmptyState icon="info" title={t.unknown} />
        </>
      ) : followed.what === 'deposit' ? (
        <Deposit row={followed.row} onClose={onClose} />
      ) : (
        <Declaration account={account} view={followed.view} sendings={sendings} onClose={onClose} />
      )}
    </aside>
  );
}

function Head({ title, under, onClose }: { title: string; under: string; onClose: () => void }) {
  const { language } = useSurroundings();
  const Title = useMedia(ALONE) ? 'h1' : 'h2';
  return (
    <header class="row top">
      <div class="grow">
        <Title class="two">{title}</Title>
        <small class="cut blk">{under}</small>
      </div>
      <button type="button" class="btn icon sm quiet" aria-label={sendingsTexts(language).close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </header>
  );
}

function Deposit({ row, onClose }: { row: DocumentRow; onClose: () => void }) {
  const { t: all, f, language } = useSurroundings();
  const t = sendingsTexts(language);
  return (
    <>
      <Head title={row.name} under={`${all.kinds[row.kind]} · ${f.fileSize(row.size)}`} onClose={onClose} />
      <StateTrack row={row} />
      <div class="pad16 notes">
        {row.state === 'refused' && row.reason !== null ? <Reason>{all.state.full.refused(row.reason)}</Reason> : null}
        <p class="acts">
          <a class="btn" href={routeTo('documents', { document: row.id })}>
            <Icon name="documents" size="s" />
            {t.openDocument}
          </a>
        </p>
      </div>
    </>
  );
}

function Reason({ children, hint }: { children: ComponentChildren; hint?: string }) {
  return (
    <div class="note bad">
      <Icon name="refused" />
      <div class="grow">
        <p>{children}</p>
        {hint === undefined ? null : <small class="blk">{hint}</small>}
      </div>
    </div>
  );
}

function Declaration({
  account,
  view,
  sendings,
  onClose,
}: {
  account: AccountView;
  view: SendingView;
  sendings: readonly SendingView[];
  onClose: () => void;
}) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = sendingsTexts(language);
  const { sending } = view;
  const last = sending.states.at(-1);
  const corrected = sending.corrects === undefined ? undefined : sendings.find(({ id }) => id === sending.corrects);
  const correction = sendings.find((one) => one.sending.corrects === view.id);
  const facts: readonly (readonly [string, string])[] = [
    [t.facts.company, account.dossiers.find(({ id }) => id === view.dossier)?.name ?? ''],
    [t.facts.recipient, sending.recipient],
    [t.facts.period, sending.period.length > 4 ? f.month(sending.period) : sending.period],
    [t.facts.product, sending.product],
    [t.facts.reference, sending.reference ?? ''],
  ];
  return (
    <>
      <Head title={sending.title} under={t.kinds[sending.kind]} onClose={onClose} />
      <Track view={view} />
      <div class="pad16 notes">
        {last?.state === 'rejected' ? (
          <Reason {...(correction === undefined ? { hint: t.rejectedHint(sending.product) } : {})}>
            {t.rejectedFor(last.detail ?? '')}
          </Reason>
        ) : null}
        {corrected === undefined ? null : <Other label={t.corrects} of={corrected} />}
        {correction === undefined ? null : <Other label={t.correctedBy} of={correction} />}
      </div>
      <div class="pad16 sendfacts">
        <dl class="kv">
          {facts
            .filter(([, value]) => value !== '')
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        <section class="block">
          <header>
            <h3>{t.history}</h3>
          </header>
          <ol class="history">
            {sending.states.toReversed().map(({ state, at, claimed, detail }) => (
              <li key={state} class={state === 'rejected' ? 'bad' : ''}>
                <Icon name={SENDING_ICON[state]} size="s" />
                <div class="grow">
                  <p class="row between">
                    <b>{t.states[state]}</b>
                    <time class="n" dateTime={new Date(at).toISOString()}>
                      {f.whenWithTime(at, now)}
                    </time>
                  </p>
                  {detail === undefined ? null : <p class="cap2">{detail}</p>}
                  {claimed === undefined || Math.abs(claimed - at) < SAME_TIME ? null : (
                    <small class="blk">{t.claimed(sending.product, f.whenWithTime(claimed, now))}</small>
                  )}
                </div>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>
  );
}

function Other({ label, of }: { label: string; of: SendingView }) {
  return (
    <p class="cap2">
      <span class="ink2">{label}</span> <a href={`#/sendings/${of.id}`}>{of.sending.title}</a>
    </p>
  );
}

/** The four steps as a line with their times; the last one says how it ended. */
function Track({ view }: { view: SendingView }) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = sendingsTexts(language);
  const state = stateOf(view);
  const reached = state === 'rejected' ? STEPS.length - 1 : STEPS.indexOf(state);
  return (
    <ol class="track" aria-label={t.track}>
      {STEPS.map((step, index) => {
        const shown = index === STEPS.length - 1 && state === 'rejected' ? 'rejected' : step;
        const known = view.sending.states.find((one) => one.state === shown);
        const end = shown === 'rejected' ? ' bad' : state === 'accepted' && shown === 'accepted' ? ' good' : '';
        return (
          <li
            key={step}
            class={`${index <= reached ? 'done' : ''}${index === reached ? ' now' : ''}${end}`}
            {...(index === reached ? { 'aria-current': 'step' as const } : {})}
          >
            <Icon name={SENDING_ICON[shown]} />
            <b>{t.states[shown]}</b>
            {known === undefined ? null : <time dateTime={new Date(known.at).toISOString()}>{f.when(known.at, now)}</time>}
          </li>
        );
      })}
    </ol>
  );
}
