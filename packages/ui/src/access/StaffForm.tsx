/** Somebody of the firm: asked in by mail, or their name, position and role changed. */
import { useId, useState } from 'preact/hooks';
import { StaffAdd, StaffEdit } from '@navette/protocol/access-administration';
import { accessTexts } from '@navette/texts/access-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { FirmPerson } from './FirmPeople.tsx';
import { useAccessActs, type Said } from './use-access-acts.ts';

type Props = { readonly of: FirmPerson | null; onClose(): void; onDone(said: Said): void };

export function StaffForm({ of, onClose, onDone }: Props) {
  const { f, language } = useSurroundings();
  const t = accessTexts(language);
  const { run, busy, online } = useAccessActs();
  const [email, setEmail] = useState(of?.email ?? '');
  const [name, setName] = useState(of?.name ?? '');
  const [title, setTitle] = useState(of?.title ?? '');
  const [role, setRole] = useState<'admin' | 'staff'>(of?.role ?? 'staff');
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const submit = async () => {
    if (!of && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) return setProblem(t.missing.email);
    if (name.trim().length < 2) return setProblem(t.missing.name);
    setProblem(null);
    const about = { name: name.trim(), title: title.trim(), role };
    if (of) {
      const given = await run(StaffEdit, { user: of.user, ...about });
      if (!given.ok) return setProblem(given.refusal);
      return given.value.outcome === 'done' ? onDone({ sentence: t.said.changed(about.name) }) : setProblem(t.refused[given.value.outcome]);
    }
    const given = await run(StaffAdd, { email, ...about });
    if (!given.ok) return setProblem(given.refusal);
    if (given.value.outcome !== 'invited') return setProblem(t.refused[given.value.outcome]);
    const { letter, until } = given.value;
    onDone(
      letter === 'sent'
        ? { sentence: t.said.invited(about.name, email.trim(), f.day(until)) }
        : { sentence: letter === 'too-many' ? t.said.tooMany(about.name) : t.said.invitedUnsent(about.name), bad: true },
    );
  };
  const field = (
    key: string,
    label: string,
    value: string,
    set: (value: string) => void,
    more: { readonly readOnly?: boolean; readonly type?: 'email' } = {},
  ) => (
    <div>
      <label class={key === 't' ? '' : 'must'} for={`${id}${key}`}>
        {label}
      </label>
      <input
        id={`${id}${key}`}
        class="input"
        autocomplete="off"
        maxLength={key === 'e' ? 254 : 80}
        {...(more.type === undefined ? { type: 'text' as const } : { type: more.type })}
        readOnly={more.readOnly ?? false}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </div>
  );
  return (
    <Dialog title={of ? t.staff.editTitle : t.staff.addTitle} onClose={onClose}>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {field('e', t.fields.email, email, setEmail, { readOnly: of !== null, type: 'email' })}
        {field('n', t.fields.name, name, setName)}
        {field('t', t.fields.title, title, setTitle)}
        <fieldset>
          <legend class="label must">{t.fields.role}</legend>
          {(['staff', 'admin'] as const).map((each) => (
            <label class="check" key={each}>
              <input type="radio" name={`${id}r`} checked={role === each} onChange={() => setRole(each)} />
              <span>
                {t.staff.role[each]}
                {each === 'admin' ? <small class="blk">{t.staff.roleHint}</small> : null}
              </span>
            </label>
          ))}
        </fieldset>
        <Problems sentences={problem === null ? [] : [problem]} />
        <div class="row acts">
          <button type="submit" class="btn primary" disabled={busy || !online}>
            {busy ? t.saving : of ? t.save : t.invite}
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
