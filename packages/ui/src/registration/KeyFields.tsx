/**
 * The key, its licence and its client code (R007). What is mistyped is told at once and offline; whether the key is good, only
 * the server says, and until it has it is kept "à vérifier" (K1). A signed key is checked here, without a connection.
 */
import { Fragment } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { KEY_GROUP, KEY_GROUPS, readActivationKey } from '@navette/domain/registration/activation-key';
import { readClientCode, readLicence } from '@navette/domain/registration/details';
import { LONGEST_BLOCK } from '@navette/protocol/registration';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { checkKey } from './delivery.ts';
import type { Registration } from './use-registration.ts';
import { verifyActivation } from './verify-activation.ts';

type Props = { readonly registration: Registration; readonly onUnlocked: () => void };

export function KeyFields({ registration, onUnlocked }: Props) {
  const { doors, now, t: common, language } = useSurroundings();
  const t = registrationTexts(language).key;
  const id = useId();
  const { draft } = registration;
  const [licence, setLicence] = useState(draft.typed?.licence ?? draft.details.licence);
  const [key, setKey] = useState(draft.typed?.key ?? '');
  const [clientCode, setClientCode] = useState(draft.typed?.clientCode ?? registration.licence?.clientCode ?? draft.details.clientCode);
  const [problem, setProblem] = useState<{ readonly field: 'licence' | 'key' | 'client' | 'all'; readonly text: string } | null>(null);
  const [kept, setKept] = useState(false);
  const [checking, setChecking] = useState(false);

  const submit = async () => {
    setKept(false);
    const read = readActivationKey(key);
    if (readLicence(licence) === undefined) return setProblem({ field: 'licence', text: t.licenceProblem });
    if (!read.ok) return setProblem({ field: 'key', text: t.typing[read.refusal] });
    if (readClientCode(clientCode) === undefined) return setProblem({ field: 'client', text: t.clientProblem });
    setProblem(null);
    setChecking(true);
    const answer = await checkKey({ library: doors.library, commands: doors.commands, now }, registration, { licence, key, clientCode });
    setChecking(false);
    if (answer.tag === 'accepted') onUnlocked();
    else if (answer.tag === 'to-verify') setKept(true);
    else if (answer.tag === 'slow') setProblem({ field: 'all', text: t.slow(common.signIn.wait(answer.waitSeconds)) });
    else setProblem({ field: 'all', text: t.refusals[answer.reason] });
  };
  return (
    <>
      <form
        class="keyfields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div>
          <label for={`${id}l`}>{t.licence}</label>
          <input
            id={`${id}l`}
            class="input n"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            aria-invalid={problem?.field === 'licence' || problem?.field === 'all'}
            value={licence}
            onInput={(event) => setLicence(event.currentTarget.value)}
          />
        </div>
        <div>
          <label for={`${id}c`}>{t.clientCode}</label>
          <input
            id={`${id}c`}
            class="input"
            type="text"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-invalid={problem?.field === 'client' || problem?.field === 'all'}
            value={clientCode}
            onInput={(event) => setClientCode(event.currentTarget.value)}
          />
        </div>
        <KeyGroups value={key} invalid={problem?.field === 'key' || problem?.field === 'all'} onInput={setKey} />
        {problem === null ? null : (
          <p class="error c2" role="alert">
            <Icon name="alert" size="s" />
            {problem.text}
          </p>
        )}
        {kept ? (
          <p class="note plain c2" role="status">
            <Icon name="clock" />
            <span>{t.toVerify}</span>
          </p>
        ) : null}
        <p class="c2">
          <button type="submit" class="btn primary" disabled={checking}>
            {checking ? t.checking : t.check}
          </button>
        </p>
      </form>
      <SignedKey registration={registration} onUnlocked={onUnlocked} />
    </>
  );
}

/** Three groups of five; what is pasted whole falls into its groups, and typing goes on in the next one. */
function KeyGroups({ value, invalid, onInput }: { value: string; invalid: boolean; onInput: (key: string) => void }) {
  const { language } = useSurroundings();
  const t = registrationTexts(language).key;
  const id = useId();
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  const groups = Array.from({ length: KEY_GROUPS }, (_, at) => value.slice(at * KEY_GROUP, (at + 1) * KEY_GROUP).trimEnd());
  const type = (at: number, text: string) => {
    const typed = text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
    const next = groups.map((group, n) => (n < at ? group.padEnd(KEY_GROUP) : group));
    // A paste fills this group and those after it.
    for (let n = at; n < KEY_GROUPS; n++) {
      const part = typed.slice((n - at) * KEY_GROUP, (n - at + 1) * KEY_GROUP);
      if (n === at || part !== '') next[n] = part;
    }
    onInput(
      next
        .map((group) => group.padEnd(KEY_GROUP))
        .join('')
        .trimEnd(),
    );
    const filled = Math.min(KEY_GROUPS - 1, at + Math.floor(typed.length / KEY_GROUP));
    if (filled > at) inputs.current[filled]?.focus();
  };
  return (
    <div class="c2" role="group" aria-labelledby={id}>
      <span class="label" id={id}>
        {t.key}
      </span>
      <div class="keygroups">
        {groups.map((group, at) => (
          <Fragment key={at}>
            {at === 0 ? null : <span aria-hidden="true">-</span>}
            <input
              ref={(element) => void (inputs.current[at] = element)}
              class="input mono"
              type="text"
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              aria-label={t.group(at + 1)}
              aria-invalid={invalid}
              value={group}
              onInput={(event) => type(at, event.currentTarget.value)}
            />
          </Fragment>
        ))}
      </div>
    </div>
  );
}

/** A signed key, pasted or from a file: good or not, this device knows without asking anyone. */
function SignedKey({ registration, onUnlocked }: Props) {
  const { now, language } = useSurroundings();
  const t = registrationTexts(language).key;
  const id = useId();
  const [pasted, paste] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { registrar, draft } = registration;
  if (registrar === null) return null;
  const check = async (text: string) => {
    // Bound to the licence this installation registered, where it did.
    const licence = draft.sending === null ? null : (readLicence(draft.details.licence) ?? null);
    const good = await verifyActivation(text, registrar, licence, now());
    if (!good.ok) return setProblem(t.signedRefusals[good.refusal]);
    setProblem(null);
    await registration.save((before) => ({ ...before, activation: good.value, typed: null }));
    onUnlocked();
  };
  return (
    <details class="how signedkey">
      <summary>
        <Icon name="right" size="s" />
        {t.signed}
      </summary>
      <form
        class="stack4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void check(pasted);
        }}
      >
        <p class="ink2">{t.signedText}</p>
        <div>
          <label for={id}>{t.paste}</label>
          <textarea
            id={id}
            class="input mono"
            rows={5}
            maxLength={LONGEST_BLOCK}
            spellcheck={false}
            aria-invalid={problem !== null}
            value={pasted}
            onInput={(event) => paste(event.currentTarget.value)}
          />
        </div>
        {problem === null ? null : (
          <p class="error" role="alert">
            <Icon name="alert" size="s" />
            {problem}
          </p>
        )}
        <p class="row wrap">
          <button type="submit" class="btn">
            {t.import}
          </button>
          <label class="btn filepick">
            <Icon name="folder" size="s" />
            {t.open}
            <input
              type="file"
              class="vh"
              accept=".txt,text/plain"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                event.currentTarget.value = '';
                if (file === undefined) return;
                // No more of a large file than a key could be.
                void file
                  .slice(0, LONGEST_BLOCK)
                  .text()
                  .then((text) => {
                    paste(text);
                    return check(text);
                  });
              }}
            />
          </label>
        </p>
      </form>
    </details>
  );
}
