/** Making an API key: a name, a product, what it reaches; then the key itself, shown this once, with the call it is for. */
import { useId, useState } from 'preact/hooks';
import { createApiKey } from '@navette/protocol/sendings';
import { administrationTexts } from '@navette/texts/administration-texts';
import type { FirmView } from '@navette/device/model';
import type * as v from 'valibot';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';

type Named = { readonly id: string; readonly name: string };
type Scope = v.InferInput<typeof createApiKey.request>['scope'];
type Props = {
  /** Dossiers that a key of the firm may reach; null where this person makes none. */
  readonly firm: readonly Named[] | null;
  readonly companies: readonly Named[];
  readonly onMade: () => void;
  readonly onClose: () => void;
};

const LONG = 8;
const FIRM = 'firm';

export function NewApiKey({ firm, companies, onMade, onClose }: Props) {
  const { language } = useSurroundings();
  const t = administrationTexts(language).keys;
  const [made, setMade] = useState<{ readonly key: string; readonly product: string } | null>(null);
  return made === null ? (
    <Dialog title={t.createTitle} onClose={onClose} look="keydialog">
      <Form
        firm={firm}
        companies={companies}
        onClose={onClose}
        onMade={(key, product) => {
          setMade({ key, product });
          onMade();
        }}
      />
    </Dialog>
  ) : (
    <Dialog key="made" title={t.madeTitle} onClose={onClose} look="keydialog">
      <Made token={made.key} onClose={onClose} />
    </Dialog>
  );
}

function Form({ firm, companies, onClose, onMade }: Omit<Props, 'onMade'> & { onMade: (key: string, product: string) => void }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = administrationTexts(language).keys;
  const id = useId();
  const stepUp = useStepUp();
  const ofFirm = firm !== null && firm.length > 0;
  const [name, setName] = useState('');
  const [product, setProduct] = useState('');
  const [owner, setOwner] = useState(ofFirm ? FIRM : (companies[0]?.id ?? ''));
  const [every, setEvery] = useState(true);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<'name' | 'product' | 'dossiers' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setProblem(null);
    const missing =
      name.trim() === '' ? 'name' : product.trim() === '' ? 'product' : owner === FIRM && !every && chosen.size === 0 ? 'dossiers' : null;
    setWrong(missing);
    if (missing !== null) return document.getElementById(`${id}${missing}`)?.focus();
    const scope: Scope = owner === FIRM ? { owner: 'firm', dossiers: every ? 'all' : [...chosen] } : { owner: 'company', dossier: owner };
    setBusy(true);
    const given = await stepUp(() => doors.commands.ask(createApiKey, { name, product, scope }));
    setBusy(false);
    if (!given.ok) setProblem(commandSentence(surroundings, given.refusal));
    else if (given.value.outcome === 'too-many') setProblem(t.tooMany(given.value.limit));
    else onMade(given.value.key, given.value.view.product);
  };
  const field = (which: 'name' | 'product', value: string, set: (value: string) => void, hint: string) => (
    <div>
      <label for={`${id}${which}`}>{t[which]}</label>
      <input
        id={`${id}${which}`}
        class="input"
        maxLength={60}
        autocomplete="off"
        aria-invalid={wrong === which}
        aria-describedby={`${id}${which}h`}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <p class={wrong === which ? 'error' : 'hint'} id={`${id}${which}h`}>
        {wrong === which ? t.errors[which] : hint}
      </p>
    </div>
  );
  return (
    <form
      class="stack4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      {field('name', name, setName, t.nameHint)}
      {field('product', product, setProduct, t.productHint)}
      {companies.length + (ofFirm ? 1 : 0) < 2 ? null : (
        <div>
          <label for={`${id}owner`}>{t.owner}</label>
          <select id={`${id}owner`} class="input" value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
            {ofFirm ? <option value={FIRM}>{t.ofFirm}</option> : null}
            {companies.map((company) => (
              <option key={company.id} value={company.id}>
                {company.name}
              </option>
            ))}
          </select>
        </div>
      )}
      {owner === FIRM && firm !== null ? (
        <fieldset class="stack">
          <legend class="label">{t.dossiers}</legend>
          <label class="check">
            <input type="radio" name={`${id}every`} checked={every} onChange={() => setEvery(true)} />
            <span>
              {t.every}
              <small class="blk">{t.everyHint}</small>
            </span>
          </label>
          <label class="check">
            <input id={`${id}dossiers`} type="radio" name={`${id}every`} checked={!every} onChange={() => setEvery(false)} />
            {t.some}
          </label>
          {every ? null : <Chooser all={firm} chosen={chosen} onChange={setChosen} />}
          {wrong === 'dossiers' ? <p class="error">{t.errors.dossiers}</p> : null}
        </fieldset>
      ) : null}
      <Problems sentences={problem === null ? [] : [problem]} />
      <div class="row acts">
        <button type="submit" class="btn primary" disabled={busy}>
          {busy ? t.making : t.make}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {t.cancel}
        </button>
      </div>
    </form>
  );
}

function Chooser({
  all,
  chosen,
  onChange,
}: {
  all: readonly Named[];
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const { language } = useSurroundings();
  const t = administrationTexts(language).keys;
  const [wanted, setWanted] = useState('');
  const asked = wanted.trim().toLocaleLowerCase('fr');
  const turn = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <div class="picklist">
      {all.length < LONG ? null : (
        <input
          class="input sm"
          type="search"
          aria-label={t.filter}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <ul>
        {all
          .filter(({ name }) => name.toLocaleLowerCase('fr').includes(asked))
          .map(({ id, name }) => (
            <li key={id}>
              <label class="check">
                <input type="checkbox" checked={chosen.has(id)} onChange={() => turn(id)} />
                {name}
              </label>
            </li>
          ))}
      </ul>
      <small role="status">{t.chosen(chosen.size)}</small>
    </div>
  );
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  const { doors, host, language } = useSurroundings();
  const t = administrationTexts(language).keys;
  const [copied, setCopied] = useState(false);
  // In the extension the server is the current firm's.
  const [current] = useObservable<readonly FirmView[]>(doors.library.firms, []);
  const origin = host.origin ?? current?.origin ?? '';
  const call = [
    `curl ${origin}/api/v1/sendings \\`,
    "  -H 'Authorization: Bearer nvk_…' \\",
    "  -H 'Navette-Client: paie' -H 'Content-Type: application/json' \\",
    '  -d \'{"company":{"siren":"…"},"reference":"DSN-2026-10","kind":"dsn",',
    '       "title":"DSN","recipient":"Net-entreprises","period":"2026-10",',
    '       "states":[{"state":"sent","at":"2026-11-05T08:12:00+01:00"}]}\'',
  ].join('\n');
  return (
    <div class="stack4">
      <p>{t.madeLead}</p>
      <div class="row keyonce">
        <input class="input mono grow" readOnly aria-label={t.keyLabel} value={token} onFocus={(event) => event.currentTarget.select()} />
        <button
          type="button"
          class="btn"
          onClick={() =>
            void navigator.clipboard.writeText(token).then(
              () => setCopied(true),
              () => undefined,
            )
          }
        >
          <Icon name="documents" size="s" />
          {t.copy}
        </button>
      </div>
      <p class="cap2 ink2" role="status">
        {copied ? t.copied : t.told}
      </p>
      <details class="how">
        <summary>{t.how}</summary>
        <pre class="mono callsample" tabIndex={0}>
          {call}
        </pre>
      </details>
      <div class="row acts">
        <button type="button" class="btn primary" onClick={onClose}>
          {t.close}
        </button>
      </div>
    </div>
  );
}
