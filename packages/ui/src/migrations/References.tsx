/** By what the firm's books recognise this client company's people (R062, R066). They are the server's: read and changed there. */
import { useEffect, useId, useState } from 'preact/hooks';
import type { CommandRefusal } from '@navette/device/model';
import { REFERENCE_KINDS, type ReferenceKind } from '@navette/domain/migration';
import type { DossierId } from '@navette/kernel/ids';
import type { Result } from '@navette/kernel/result';
import { ClientCodeSet, ClientReferenceAdd, ClientReferenceRemove, ClientReferences } from '@navette/protocol/staff-migrations';
import { migrationsTexts } from '@navette/texts/migrations-texts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Held = {
  readonly clientCode: string | null;
  readonly references: readonly { readonly kind: ReferenceKind; readonly value: string }[];
};

/** @param props.known the client code as the access room says it, shown until the server has answered */
export function References({ dossier, known }: { dossier: DossierId; known: string | null }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = migrationsTexts(language).references;
  const stepUp = useStepUp();
  const id = useId();
  const [held, hold] = useState<Held | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [said, say] = useState('');
  const [busy, setBusy] = useState(false);
  const [kind, setKind] = useState<ReferenceKind>('notification-email');
  const [value, setValue] = useState('');
  const [code, setCode] = useState<string | null>(null);

  const read = async () => {
    const given = await doors.commands.ask(ClientReferences, { dossier });
    if (given.ok) hold(given.value);
    setUnread(given.ok ? null : commandSentence(surroundings, given.refusal));
  };
  useEffect(() => void read(), [dossier]);

  /** @param done a sentence for the person, null when it was refused: then `problem` says why */
  const act = async <T,>(ask: () => Promise<Result<T, CommandRefusal>>, done: (answer: T) => { said: string } | { problem: string }) => {
    setBusy(true);
    setProblem(null);
    const given = await stepUp(ask);
    setBusy(false);
    if (!given.ok) return setProblem(commandSentence(surroundings, given.refusal));
    const outcome = done(given.value);
    if ('problem' in outcome) return setProblem(outcome.problem);
    say(outcome.said);
    await read();
  };
  const add = () =>
    void act(
      () => doors.commands.ask(ClientReferenceAdd, { dossier, kind, value }),
      (answer) => {
        if (answer.outcome === 'known') return { problem: t.known };
        if (answer.outcome === 'refused') return { problem: t.refusals[answer.why] };
        setValue('');
        return { said: answer.value };
      },
    );
  const remove = (of: ReferenceKind, which: string) =>
    void act(
      () => doors.commands.ask(ClientReferenceRemove, { dossier, kind: of, value: which }),
      () => ({ said: t.removed(which) }),
    );
  const saveCode = () =>
    void act(
      () => doors.commands.ask(ClientCodeSet, { dossier, code: code?.trim() || null }),
      (answer) => {
        if (answer.outcome === 'refused') return { problem: answer.why === 'taken' ? t.codeTaken : t.refusals['no-number'] };
        setCode(null);
        return { said: answer.code ?? '' };
      },
    );

  const shown = code ?? held?.clientCode ?? known ?? '';
  return (
    <section class="block mig-section" aria-label={t.title}>
      <header>
        <h3>{t.title}</h3>
      </header>
      <p class="hint">{t.hint}</p>
      <p class="vh" role="status">
        {said}
      </p>
      {unread !== null ? (
        <div class="note plain">
          <Icon name="offline" />
          <span class="grow">{t.offline(unread)}</span>
          <button type="button" class="btn sm" onClick={() => void read()}>
            {t.again}
          </button>
        </div>
      ) : held === null ? null : (
        <>
          <form
            class="mig-code"
            onSubmit={(event) => {
              event.preventDefault();
              saveCode();
            }}
          >
            <label for={`${id}c`}>{t.code}</label>
            <div class="row">
              <input
                id={`${id}c`}
                class="input sm mono"
                maxLength={40}
                autocomplete="off"
                value={shown}
                onInput={(event) => setCode(event.currentTarget.value)}
              />
              {code === null || code === (held.clientCode ?? '') ? null : (
                <button type="submit" class="btn sm" disabled={busy}>
                  {t.saveCode}
                </button>
              )}
            </div>
          </form>
          {held.references.length === 0 ? <p class="cap pad8">{t.none}</p> : null}
          <ul class="rows tight mig-refs">
            {held.references.map((one) => (
              <li key={`${one.kind} ${one.value}`} class="row">
                <span class="grow">
                  <small class="blk">{t.kinds[one.kind]}</small>
                  <span class="mono">{one.value}</span>
                </span>
                <button
                  type="button"
                  class="btn icon sm quiet"
                  disabled={busy}
                  aria-label={t.remove(one.value)}
                  onClick={() => remove(one.kind, one.value)}
                >
                  <Icon name="close" size="s" />
                </button>
              </li>
            ))}
          </ul>
          <form
            class="mig-add"
            onSubmit={(event) => {
              event.preventDefault();
              add();
            }}
          >
            <label class="vh" for={`${id}k`}>
              {t.kind}
            </label>
            <select
              id={`${id}k`}
              class="input sm"
              value={kind}
              onChange={(event) => setKind(REFERENCE_KINDS.find((one) => one === event.currentTarget.value) ?? kind)}
            >
              {REFERENCE_KINDS.map((one) => (
                <option key={one} value={one}>
                  {t.kinds[one]}
                </option>
              ))}
            </select>
            <label class="vh" for={`${id}v`}>
              {t.value}
            </label>
            <input
              id={`${id}v`}
              class="input sm mono"
              maxLength={254}
              autocomplete="off"
              placeholder={t.value}
              required
              value={value}
              onInput={(event) => setValue(event.currentTarget.value)}
            />
            <button type="submit" class="btn sm" disabled={busy || value.trim() === ''}>
              {t.add}
            </button>
          </form>
        </>
      )}
      <Problems sentences={problem === null ? [] : [problem]} />
    </section>
  );
}
