/** Which dossiers somebody of the firm follows: taken back one by one, given for good or for a replacement with dates (G24). */
import { useId, useState } from 'preact/hooks';
import { StaffAssign, StaffUnassign, type FirmPeopleAnswer } from '@navette/protocol/access-administration';
import type { DossierId, UserId } from '@navette/kernel/ids';
import { accessTexts } from '@navette/texts/access-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { FirmPerson } from './FirmPeople.tsx';
import { toggled } from './ticked-right.ts';
import { useAccessActs, type Said } from './use-access-acts.ts';

type Props = { readonly firm: FirmPeopleAnswer; readonly of: FirmPerson; onClose(): void; onDone(said: Said): void };

/** Beyond this many, typing narrows the list. */
const SHOWN = 60;

export function AssignForm({ firm, of, onClose, onDone }: Props) {
  const { language } = useSurroundings();
  const t = accessTexts(language);
  const { run, busy, online } = useAccessActs();
  const [picked, pick] = useState<readonly DossierId[]>([]);
  const [dropped, drop] = useState<readonly DossierId[]>([]);
  const [wanted, setWanted] = useState('');
  const [forDays, setForDays] = useState(false);
  const [first, setFirst] = useState('');
  const [last, setLast] = useState('');
  const [replaces, setReplaces] = useState<UserId | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const followed = firm.dossiers.filter(({ dossier }) => of.dossiers.includes(dossier));
  const others = firm.dossiers.filter(
    ({ dossier, name }) => !of.dossiers.includes(dossier) && name.toLocaleLowerCase('fr').includes(asked),
  );

  const submit = async () => {
    if (picked.length === 0 && dropped.length === 0) return setProblem(t.missing.dossiers);
    if (picked.length > 0 && forDays && (first === '' || last === '')) return setProblem(t.missing.days);
    setProblem(null);
    if (dropped.length > 0) {
      const given = await run(StaffUnassign, { user: of.user, dossiers: [...dropped] });
      if (!given.ok) return setProblem(given.refusal);
      if (given.value.outcome !== 'done') return setProblem(t.refused[given.value.outcome]);
    }
    if (picked.length > 0) {
      const days = forDays ? { first, last, replaces } : null;
      const given = await run(StaffAssign, { user: of.user, dossiers: [...picked], days });
      if (!given.ok) return setProblem(given.refusal);
      if (given.value.outcome !== 'done') return setProblem(t.refused[given.value.outcome]);
    }
    onDone({ sentence: t.said.assigned(of.name) });
  };
  const box = (
    list: readonly DossierId[],
    set: (next: readonly DossierId[]) => void,
    dossier: DossierId,
    name: string,
    inverse = false,
  ) => (
    <li key={dossier}>
      <label class="check">
        <input
          type="checkbox"
          checked={list.includes(dossier) !== inverse}
          onChange={(event) => set(toggled(list, dossier, event.currentTarget.checked !== inverse))}
        />
        {name}
      </label>
    </li>
  );
  const day = (key: string, label: string, value: string, set: (value: string) => void) => (
    <div>
      <label for={`${id}${key}`}>{label}</label>
      <input id={`${id}${key}`} class="input" type="date" value={value} onInput={(event) => set(event.currentTarget.value)} />
    </div>
  );
  return (
    <Dialog title={t.staff.assignTitle(of.name)} look="assignform" onClose={onClose}>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {followed.length === 0 ? null : (
          <fieldset>
            <legend class="label must">{t.staff.followed}</legend>
            <ul class="picks">{followed.map(({ dossier, name }) => box(dropped, drop, dossier, name, true))}</ul>
          </fieldset>
        )}
        <fieldset>
          <legend class="label must">{t.staff.give}</legend>
          {firm.dossiers.length <= 8 ? null : (
            <input
              class="input sm"
              type="search"
              aria-label={t.filter}
              placeholder={t.filter}
              value={wanted}
              onInput={(event) => setWanted(event.currentTarget.value)}
            />
          )}
          <ul class="picks">{others.slice(0, SHOWN).map(({ dossier, name }) => box(picked, pick, dossier, name))}</ul>
          {others.length === 0 ? <p class="hint">{t.nothing}</p> : null}
        </fieldset>
        {picked.length === 0 ? null : (
          <>
            <div role="radiogroup" aria-label={t.staff.give}>
              <label class="check">
                <input type="radio" name={`${id}k`} checked={!forDays} onChange={() => setForDays(false)} />
                {t.staff.forGood}
              </label>
              <label class="check">
                <input type="radio" name={`${id}k`} checked={forDays} onChange={() => setForDays(true)} />
                <span>
                  {t.staff.forDays}
                  <small class="blk">{t.staff.endsItself}</small>
                </span>
              </label>
            </div>
            {forDays ? (
              <div class="choicefields">
                {day('f', t.staff.first, first, setFirst)}
                {day('l', t.staff.last, last, setLast)}
                <div>
                  <label for={`${id}r`}>{t.staff.replaces}</label>
                  <select
                    id={`${id}r`}
                    class="input"
                    value={replaces ?? ''}
                    onChange={(event) => setReplaces(firm.people.find(({ user }) => user === event.currentTarget.value)?.user ?? null)}
                  >
                    <option value="">{t.staff.nobody}</option>
                    {firm.people
                      .filter(({ user }) => user !== of.user)
                      .map(({ user, name }) => (
                        <option key={user} value={user}>
                          {name}
                        </option>
                      ))}
                  </select>
                </div>
              </div>
            ) : null}
          </>
        )}
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy || !online}>
            {busy ? t.saving : t.save}
            {online ? null : `, ${t.needsServer}`}
          </button>
          <button type="button" class="btn" onClick={onClose}>
            {t.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
