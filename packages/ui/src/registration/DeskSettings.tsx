/** What the firm sets: product and version, launches, where forms go, the terms, a processor outside the Union, support. */
import { useId, useState } from 'preact/hooks';
import { registers } from '@navette/domain/registration/products';
import { checkRegistrar, type RegistrarProblem, type RegistrarSettings } from '@navette/domain/registration/registrar';
import { SUPPORT_OFFERS } from '@navette/domain/registration/support';
import { RegistrarSet, Settings } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import * as v from 'valibot';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Props = { readonly settings: RegistrarSettings; readonly onChange: () => Promise<void> };
const NO_SEASON = { name: '', from: '', to: '', announced: '' };
const NOBODY = { name: '', country: '' };

export function DeskSettings({ settings, onChange }: Props) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = registrationDeskTexts(language).settings;
  const stepUp = useStepUp();
  const [written, write] = useState(settings);
  const [season, setSeason] = useState(settings.season ?? NO_SEASON);
  const [processor, setProcessor] = useState(settings.processor ?? NOBODY);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [said, say] = useState('');
  const whole: RegistrarSettings = {
    ...written,
    season: Object.values(season).every((part) => part === '') ? null : season,
    processor: processor.name === '' && processor.country === '' ? null : processor,
  };
  const save = async () => {
    say('');
    const sentence = (found: readonly RegistrarProblem[]) => found.map((problem) => t.problems[problem]);
    const shaped = v.safeParse(Settings, whole);
    // A season with a day missing is no season; its sentence says what one needs.
    const found = shaped.success ? checkRegistrar(whole) : checkRegistrar({ ...whole, season: null });
    if (found.length > 0) return setProblems(sentence(found));
    if (!shaped.success) return setProblems([v.getDotPath(shaped.issues[0])?.startsWith('season') === true ? t.problems.season : t.bad]);
    const answer = await stepUp(() => doors.commands.ask(RegistrarSet, { settings: shaped.output }));
    if (!answer.ok) return setProblems([commandSentence(surroundings, answer.refusal)]);
    if (answer.value.status === 'refused') return setProblems(sentence(answer.value.problems));
    setProblems([]);
    say(t.saved);
    await onChange();
  };
  const { product, contact, terms } = written;
  return (
    <section aria-labelledby="desk-settings">
      <header>
        <h3 id="desk-settings">{t.title}</h3>
      </header>
      <form
        class="desksettings"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <fieldset>
          <legend>{t.product}</legend>
          <Line label={t.name} value={product.name} onInput={(name) => write({ ...written, product: { ...product, name } })} />
          <Line
            label={t.code}
            value={product.code}
            hint={registers(product.code) ? t.codeHint : t.neverRegisters}
            onInput={(code) => write({ ...written, product: { ...product, code: code.toUpperCase() } })}
          />
          <Line
            label={t.version}
            value={product.version}
            hint={t.versionHint}
            onInput={(version) => write({ ...written, product: { ...product, version } })}
          />
          <Line
            label={t.allowance}
            numeric
            value={String(written.allowance)}
            onInput={(n) => write({ ...written, allowance: Number(n) || 0 })}
          />
          <Line
            label={t.installations}
            numeric
            value={String(written.installations)}
            onInput={(n) => write({ ...written, installations: Number(n) || 0 })}
          />
        </fieldset>
        <fieldset>
          <legend>{t.contact}</legend>
          {(['service', 'address', 'phone', 'fax', 'email'] as const).map((field) => (
            <Line
              key={field}
              label={t[field]}
              value={contact[field]}
              onInput={(value) => write({ ...written, contact: { ...contact, [field]: value } })}
            />
          ))}
        </fieldset>
        <fieldset>
          <legend>{t.terms}</legend>
          <Line label={t.termsVersion} value={terms.version} onInput={(version) => write({ ...written, terms: { ...terms, version } })} />
          <Line
            label={t.termsText}
            long
            hint={t.termsHint}
            value={terms.text}
            onInput={(text) => write({ ...written, terms: { ...terms, text } })}
          />
        </fieldset>
        <fieldset>
          <legend>{t.processor}</legend>
          <p class="hint c2">{t.processorHint}</p>
          <Line label={t.processorName} value={processor.name} onInput={(name) => setProcessor({ ...processor, name })} />
          <Line label={t.processorCountry} value={processor.country} onInput={(country) => setProcessor({ ...processor, country })} />
        </fieldset>
        <fieldset>
          <legend>{t.support}</legend>
          <Offer value={written.offer} onChange={(offer) => write({ ...written, offer })} />
          <Line
            label={`${t.season}, ${t.seasonName.toLowerCase()}`}
            value={season.name}
            onInput={(name) => setSeason({ ...season, name })}
          />
          {(['from', 'to', 'announced'] as const).map((field) => (
            <Line
              key={field}
              date
              label={{ from: t.seasonFrom, to: t.seasonTo, announced: t.seasonAnnounced }[field]}
              value={season[field]}
              onInput={(value) => setSeason({ ...season, [field]: value })}
            />
          ))}
        </fieldset>
        <label class="check">
          <input
            type="checkbox"
            checked={written.standAlone}
            onChange={(event) => write({ ...written, standAlone: event.currentTarget.checked })}
          />
          {t.standAlone}
        </label>
        <Problems sentences={problems} />
        <p class="row">
          <button type="submit" class="btn primary">
            {t.save}
          </button>
          <span role="status" class="cap2 ink2">
            {said}
          </span>
        </p>
      </form>
    </section>
  );
}

type LineProps = {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly numeric?: boolean;
  readonly date?: boolean;
  readonly long?: boolean;
  readonly onInput: (value: string) => void;
};

function Line({ label, value, hint, numeric = false, date = false, long = false, onInput }: LineProps) {
  const id = useId();
  const about = hint === undefined ? {} : { 'aria-describedby': `${id}h` };
  return (
    <div class={long ? 'c2' : ''}>
      <label for={id}>{label}</label>
      {long ? (
        <textarea id={id} class="input" rows={8} value={value} {...about} onInput={(event) => onInput(event.currentTarget.value)} />
      ) : (
        <input
          id={id}
          class="input"
          {...(date ? ({ type: 'date' } as const) : ({ type: 'text' } as const))}
          {...(numeric ? { inputMode: 'numeric' as const } : {})}
          autocomplete="off"
          value={value}
          {...about}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
    </div>
  );
}

function Offer({ value, onChange }: { value: RegistrarSettings['offer']; onChange: (offer: RegistrarSettings['offer']) => void }) {
  const { language } = useSurroundings();
  const t = registrationDeskTexts(language).settings;
  const id = useId();
  return (
    <div>
      <label for={id}>{t.offer}</label>
      <select
        id={id}
        class="input"
        value={value ?? 'none'}
        onChange={(event) => onChange(SUPPORT_OFFERS.find((offer) => offer === event.currentTarget.value) ?? null)}
      >
        {(['none', ...SUPPORT_OFFERS] as const).map((offer) => (
          <option key={offer} value={offer}>
            {t.offers[offer]}
          </option>
        ))}
      </select>
    </div>
  );
}
