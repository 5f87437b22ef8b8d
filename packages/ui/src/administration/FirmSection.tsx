/** How the firm presents itself: read by its staff, changed by its administrators. The server decides who is one. */
import { useState } from 'preact/hooks';
import { changeFirmDetails, FirmDetails, firmDetails } from '@navette/protocol/firm-details';
import { administrationTexts } from '@navette/texts/administration-texts';
import * as v from 'valibot';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Unanswered } from './Unanswered.tsx';
import { useCommand } from './use-command.ts';

const FIELDS = ['name', 'email', 'phone', 'address', 'website', 'privacy'] as const satisfies readonly (keyof FirmDetails)[];
type Field = (typeof FIELDS)[number];

const INPUT: Readonly<Record<Field, { readonly inputMode: 'text' | 'email' | 'tel' | 'url'; readonly autocomplete: string }>> = {
  name: { inputMode: 'text', autocomplete: 'organization' },
  email: { inputMode: 'email', autocomplete: 'email' },
  phone: { inputMode: 'tel', autocomplete: 'tel' },
  address: { inputMode: 'text', autocomplete: 'street-address' },
  website: { inputMode: 'url', autocomplete: 'url' },
  privacy: { inputMode: 'url', autocomplete: 'off' },
};

export function FirmSection() {
  const [asked, ask] = useCommand(firmDetails, {});
  if (asked.state !== 'answered') return <Unanswered asked={asked} onAgain={() => void ask()} />;
  const { details, mayChange } = asked.value;
  return mayChange ? <Form details={details} /> : <Card details={details} />;
}

function Card({ details }: { details: FirmDetails }) {
  const { language } = useSurroundings();
  const t = administrationTexts(language).firm;
  return (
    <>
      <p class="cap2 ink2 pad8">{t.readOnly}</p>
      <dl class="kv wide2">
        {FIELDS.map((field) => (
          <div key={field}>
            <dt>{t[field]}</dt>
            <dd>{details[field] === '' ? <span class="ink3">{t.none}</span> : details[field]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Form({ details }: { details: FirmDetails }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = administrationTexts(language).firm;
  const [written, write] = useState<FirmDetails>(details);
  const [wrong, setWrong] = useState<Field | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const errors: Record<Field, string> = {
    name: t.errors.name,
    email: t.errors.email,
    phone: t.errors.phone,
    address: t.errors.tooLong,
    website: t.errors.link,
    privacy: t.errors.link,
  };
  const save = async () => {
    say('');
    setProblem(null);
    const parsed = v.safeParse(FirmDetails, written);
    const first = parsed.success ? undefined : v.getDotPath(parsed.issues[0]);
    const field = FIELDS.find((one) => one === first) ?? null;
    setWrong(field);
    if (!parsed.success) return document.getElementById(`firm-${field ?? 'name'}`)?.focus();
    setBusy(true);
    const given = await doors.commands.ask(changeFirmDetails, parsed.output);
    setBusy(false);
    if (given.ok) say(t.saved);
    else setProblem(commandSentence(surroundings, given.refusal));
  };
  return (
    <form
      class="adminform stack4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="cap2 ink2">{t.lead}</p>
      {FIELDS.map((field) => (
        <div key={field}>
          <label for={`firm-${field}`}>{t[field]}</label>
          <input
            id={`firm-${field}`}
            class="input"
            type="text"
            {...INPUT[field]}
            aria-invalid={wrong === field}
            aria-describedby={`firm-${field}-note`}
            value={written[field]}
            onInput={(event) => write({ ...written, [field]: event.currentTarget.value })}
          />
          <p class={wrong === field ? 'error' : 'hint'} id={`firm-${field}-note`}>
            {wrong === field ? errors[field] : field === 'website' || field === 'privacy' ? t.websiteHint : ''}
          </p>
        </div>
      ))}
      <Problems sentences={problem === null ? [] : [problem]} />
      <p class="row">
        <button type="submit" class="btn primary" disabled={busy}>
          {busy ? t.saving : t.save}
        </button>
        <span role="status" class="cap2 ink2">
          {said}
        </span>
      </p>
    </form>
  );
}
