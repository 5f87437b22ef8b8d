/**
 * For the firm's administrators: the keys it signs with, how long each is or was good, the fingerprint to give to clients, and
 * how the backups do (K3, O2). Shown only; keys are changed on the server, by whoever looks after it. Needs the server.
 */
import '../style/keys.css';
import { useEffect, useState } from 'preact/hooks';
import { KEYS_LIST, type KeysListAnswer } from '@navette/protocol/keys-commands';
import { keysTexts } from '@navette/texts/keys-texts';
import { commandSentence } from '../command-sentence.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { grouped } from '../fingerprint.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';

type KeyLine = KeysListAnswer['keys'][number];
type Backups = NonNullable<KeysListAnswer['backups']>;

const HOUR = 3600_000;

/** Stands inside a screen of the administration. */
export function SigningKeys() {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = keysTexts(language);
  const [answer, hold] = useState<KeysListAnswer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async () => {
    setProblem(null);
    const asked = await doors.commands.ask(KEYS_LIST, {});
    if (asked.ok) hold(asked.value);
    else setProblem(commandSentence(surroundings, asked.refusal));
  };
  useEffect(() => void ask(), [doors]);
  if (problem !== null)
    return (
      <EmptyState icon="offline" title={t.unread} hint={problem}>
        <button type="button" class="btn" onClick={() => void ask()}>
          {t.again}
        </button>
      </EmptyState>
    );
  if (answer === null) return <Shapes rows={4} />;
  return (
    <>
      <Keys keys={answer.keys} />
      <BackupsBlock backups={answer.backups} />
    </>
  );
}

function Keys({ keys }: { keys: readonly KeyLine[] }) {
  const { language } = useSurroundings();
  const t = keysTexts(language);
  const inUse = keys.filter(({ until }) => until === null);
  const former = keys.filter(({ until }) => until !== null).toReversed();
  const shown = inUse.find(({ purpose }) => purpose === 'log');
  return (
    <section class="signkeys">
      <header>
        <h3>{t.title}</h3>
      </header>
      <p class="ink2 keyslead">{t.lead}</p>
      {shown === undefined ? null : (
        <div class="fingerprint">
          <small>{t.copy}</small>
          <b class="mono">{grouped(shown.keyId)}</b>
          <small>{t.copyHint}</small>
        </div>
      )}
      <KeyRows keys={inUse} />
      {former.length === 0 ? null : (
        <details>
          <summary>
            <Icon name="right" size="s" />
            {t.former(former.length)}
          </summary>
          <KeyRows keys={former} />
        </details>
      )}
      <p class="cap">{t.howTo}</p>
    </section>
  );
}

function KeyRows({ keys }: { keys: readonly KeyLine[] }) {
  const { f, language } = useSurroundings();
  const t = keysTexts(language);
  const span = ({ from, until }: KeyLine): string => {
    if (until === null) return from === 0 ? t.always : t.since(f.day(from));
    return from === 0 ? t.until(f.day(until)) : t.fromTo(f.day(from), f.day(until));
  };
  return (
    <ul class="rows keyrows">
      {keys.map((key) => (
        <li key={`${key.purpose} ${key.keyId}`}>
          <b>{t.purposes[key.purpose]}</b>
          <span class="mono nw">{grouped(key.keyId)}</span>
          <span>
            {key.distrustedAfter !== null ? (
              <span class="tag doubt">{t.distrusted(f.day(key.distrustedAfter))}</span>
            ) : (
              <span class="tag">{key.until === null ? t.inUse : t.replaced}</span>
            )}{' '}
            <small>{span(key)}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function BackupsBlock({ backups }: { backups: Backups | null }) {
  const { language } = useSurroundings();
  const t = keysTexts(language);
  return (
    <section class="signkeys">
      <header>
        <h3>{t.backups}</h3>
      </header>
      {backups === null ? (
        <div class="note decide">
          <Icon name="alert" />
          <div>
            <b>{t.none}</b>
            <p>{t.noneHint}</p>
          </div>
        </div>
      ) : (
        <>
          <p class="ink2 keyslead">{t.backupsLead}</p>
          <ul class="rows">
            {backups.places.map((place, i) => (
              <PlaceRow key={i} number={i + 1} place={place} />
            ))}
          </ul>
          {backups.places.length < 2 ? (
            <p class="note plain">
              <Icon name="info" />
              <span>{t.onePlace}</span>
            </p>
          ) : null}
          <p class="cap">
            <Icon name="lock" size="s" /> {backups.encrypted ? t.encrypted : t.plain}
          </p>
        </>
      )}
    </section>
  );
}

function PlaceRow({ number, place }: { number: number; place: Backups['places'][number] }) {
  const { f, language } = useSurroundings();
  const t = keysTexts(language);
  const now = useNow();
  const { madeAt, late, problem } = place;
  const why =
    problem === null ? null : { 'place-missing': t.missing, 'cannot-write': t.full, unsound: t.unsound, failed: t.failed }[problem];
  return (
    <li class="backupplace">
      <div class="grow">
        <b>{t.place(number)}</b>
        <span class="blk ink2">
          {madeAt === null
            ? t.never
            : `${t.last(`${f.day(madeAt)}, ${f.time(madeAt)}`)}, ${t.age(Math.max(0, Math.floor((now - madeAt) / HOUR)))}`}
        </span>
        {why === null ? null : <span class="bad2">{why}</span>}
      </div>
      <span class={`state ${late ? 'failed' : 'accepted'}`}>
        <Icon name={late ? 'alert' : 'check'} />
        {late ? t.late : t.good}
      </span>
    </li>
  );
}
