/** Step 02: the form. Mandatory fields in bold with a star, errors that say what to do (R025 to R030). */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import {
  BUSINESS_TYPES,
  checkDetails,
  isMandatory,
  LEGAL_FORMS,
  type BusinessType,
  type DetailField,
  type DetailProblem,
  type LegalForm,
  type RegistrationDetails,
} from '@navette/domain/registration/details';
import { dayInParis } from '@navette/kernel/dates';
import { assistantTexts } from '@navette/texts/assistant-texts';
import { registrationTexts } from '@navette/texts/registration-texts';
import { AssistantFoot, AssistantPage } from '../components/Assistant.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { Notice } from './Notice.tsx';
import { printSiret } from './form-rows.ts';
import { useCrumb, type PageProps } from './page-props.ts';
import { useSavedWord } from './saved-word.ts';

type Fields = {
  readonly details: RegistrationDetails;
  readonly problems: ReadonlyMap<DetailField, DetailProblem>;
  readonly set: <F extends DetailField>(field: F, value: RegistrationDetails[F]) => void;
};
type TextField = { [F in DetailField]: RegistrationDetails[F] extends boolean ? never : F }[DetailField];

export function DetailsPage({ registration, go }: PageProps) {
  const { now, language } = useSurroundings();
  const t = registrationTexts(language).details;
  const words = assistantTexts(language);
  const saved = useSavedWord(registration);
  const form = useRef<HTMLFormElement>(null);
  // Nothing is wrong with a form that nobody has finished yet.
  const [asked, ask] = useState(false);
  const { draft, change, save, licence, registrar } = registration;
  const { details, lookup } = draft;
  const found = checkDetails(details, dayInParis(now()));
  const fields: Fields = {
    details,
    problems: asked ? found : new Map(),
    set: (field, value) => change((before) => ({ ...before, details: { ...before.details, [field]: value } })),
  };
  // Known to the firm already: the code it knows them by is theirs to confirm (R028).
  useEffect(() => {
    if (licence?.clientCode === undefined || details.clientCode !== '') return;
    const code = licence.clientCode;
    change((before) => ({ ...before, details: { ...before.details, clientCode: code, existingCustomer: true } }));
  }, [licence?.clientCode]);
  const submit = async () => {
    ask(true);
    if (found.size > 0) {
      await save();
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    await go('continue');
  };
  return (
    <AssistantPage title={t.title} crumb={useCrumb('details')} look="wide" rule="double" beside={<p class="cap">{t.mandatory}</p>}>
      <form
        ref={form}
        noValidate
        onBlurCapture={() => void save()}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {lookup === null || lookup.siret !== details.siret.replaceAll(/\D/g, '') ? null : (
          <p class={`note${lookup.said === 'found' ? '' : ' plain'} filled`}>
            <Icon name={lookup.said === 'found' ? 'check' : 'info'} />
            <span>{lookup.said === 'found' ? t.filled(lookup.fields, printSiret(lookup.siret)) : t[lookup.said]}</span>
          </p>
        )}
        <fieldset>
          <legend>{t.purchase}</legend>
          <div class="f4">
            <Field {...fields} field="purchaseDate" type="date" />
            <Field {...fields} field="licence" inputMode="numeric" hint={t.licenceHint} />
            <Field {...fields} field="clientCode" hint={t.customerHint}>
              <label class="check customer">
                <input
                  type="checkbox"
                  checked={details.existingCustomer}
                  onChange={(event) => fields.set('existingCustomer', event.currentTarget.checked)}
                />
                {t.customer}
              </label>
            </Field>
            <Field {...fields} field="outlet" />
          </div>
        </fieldset>
        <fieldset>
          <legend>{t.company}</legend>
          <div class="f4">
            <Field {...fields} field="company" wide autocomplete="organization" />
            <Field {...fields} field="lastName" autocomplete="family-name" />
            <Field {...fields} field="firstName" autocomplete="given-name" />
            <Field {...fields} field="address" wide autocomplete="street-address" />
            <Field {...fields} field="town" />
            <Field {...fields} field="country" autocomplete="country-name" />
            <Field {...fields} field="phone" type="tel" autocomplete="tel" />
            <Field {...fields} field="email" type="email" wide autocomplete="email" />
            <Field {...fields} field="fax" type="tel" />
          </div>
          <div class="f4 f5">
            <Field {...fields} field="siret" inputMode="numeric" />
            <Field {...fields} field="ape" />
            <Field {...fields} field="employees" inputMode="numeric" />
            <Choice<LegalForm> {...fields} field="legalForm" choices={LEGAL_FORMS} names={t.legalForms} />
            <Choice<BusinessType> {...fields} field="businessType" choices={BUSINESS_TYPES} names={t.businessTypes} />
          </div>
        </fieldset>
        <fieldset>
          <legend>{t.accountant}</legend>
          <div class="f4">
            <Field {...fields} field="accountantName" wide />
            <Field {...fields} field="accountantEmail" type="email" />
            <Recommended {...fields} />
          </div>
        </fieldset>
        <Notice registrar={registrar} />
        {fields.problems.size === 0 ? null : (
          <p class="error" role="alert">
            <Icon name="alert" size="s" />
            {t.incomplete(fields.problems.size)}
          </p>
        )}
        <AssistantFoot onBack={() => void go('back')} saved={saved}>
          <button type="submit" class="btn primary">
            {words.continue}
          </button>
        </AssistantFoot>
      </form>
    </AssistantPage>
  );
}

type FieldProps = Fields & {
  readonly field: TextField;
  readonly type?: 'text' | 'date' | 'tel' | 'email';
  readonly inputMode?: 'numeric';
  readonly autocomplete?: string;
  readonly hint?: string;
  readonly wide?: boolean;
  readonly children?: preact.ComponentChildren;
};

/** By the browser's own types of fields. */
const TYPES = { text: { type: 'text' }, date: { type: 'date' }, tel: { type: 'tel' }, email: { type: 'email' } } as const;

function Field({
  details,
  problems,
  set,
  field,
  type = 'text',
  inputMode,
  autocomplete = 'off',
  hint,
  wide = false,
  children,
}: FieldProps) {
  const { now, language } = useSurroundings();
  const t = registrationTexts(language).details;
  const id = useId();
  const must = isMandatory(field, details);
  const problem = problems.get(field);
  return (
    <div class={wide ? 'c2' : ''}>
      <label class={must ? 'must' : ''} for={id}>
        {t.fields[field]}
        {must ? ' *' : ''}
      </label>
      <input
        id={id}
        class="input"
        {...TYPES[type]}
        autocomplete={autocomplete}
        required={must}
        value={details[field]}
        aria-invalid={problem !== undefined}
        {...(inputMode === undefined ? {} : { inputMode })}
        {...(type === 'date' ? { max: dayInParis(now()) } : {})}
        {...(problem === undefined && hint === undefined ? {} : { 'aria-describedby': `${id}h` })}
        onInput={(event) => set(field, event.currentTarget.value)}
      />
      {problem !== undefined ? (
        <p class="error" id={`${id}h`}>
          <Icon name="alert" size="s" />
          {(problem === 'missing' ? t.missing[field] : undefined) ?? t.problems[problem]}
        </p>
      ) : hint === undefined ? null : (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
      {children}
    </div>
  );
}

type ChoiceProps<C extends string> = Fields & {
  readonly field: 'legalForm' | 'businessType';
  readonly choices: readonly C[];
  readonly names: Readonly<Record<C, string>>;
};

function Choice<C extends LegalForm | BusinessType>({ details, set, field, choices, names }: ChoiceProps<C>) {
  const { language } = useSurroundings();
  const t = registrationTexts(language).details;
  const id = useId();
  return (
    <div>
      <label for={id}>{t.fields[field]}</label>
      <select
        id={id}
        class="input"
        value={details[field]}
        onChange={(event) => set(field, (choices.find((choice) => choice === event.currentTarget.value) ?? '') as '')}
      >
        <option value="">{t.none}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {names[choice]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Recommended({ details, set }: Fields) {
  const { language } = useSurroundings();
  const t = registrationTexts(language).details;
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={id}>
      <span class="label" id={id}>
        {t.recommended}
      </span>
      <div class="row yesno">
        {[true, false].map((said) => (
          <label class="check" key={String(said)}>
            <input type="radio" name={id} checked={details.recommended === said} onChange={() => set('recommended', said)} />
            {said ? t.yes : t.no}
          </label>
        ))}
      </div>
    </div>
  );
}
