/** A link for a new password is asked for: the same words whether the address is known or not. */
import { useId, useState } from 'preact/hooks';
import { ForgotPassword as Ask } from '@navette/protocol/identity';
import { identityTexts } from '@navette/texts/identity-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { commandSentence } from '../command-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';

export function ForgotPassword({ origin, email: known, onBack }: { origin: string; email: string; onBack: () => void }) {
  const surroundings = useSurroundings();
  const { doors, t, language } = surroundings;
  const own = identityTexts(language);
  const id = useId();
  const [email, setEmail] = useState(known);
  const [sent, setSent] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    if (!email.includes('@')) return setProblem(own.identity.badEmail);
    setBusy(true);
    setProblem(null);
    const given = await doors.commands.ask(Ask, { email }, origin);
    setBusy(false);
    if (given.ok) setSent(email.trim());
    else
      setProblem(
        given.refusal.tag === 'refused' && given.refusal.problem === 'bad-request'
          ? own.identity.badEmail
          : commandSentence(surroundings, given.refusal),
      );
  };
  return (
    <section class="stack4" aria-labelledby={`${id}t`}>
      <h2 id={`${id}t`}>{own.forgot.title}</h2>
      {sent !== null ? (
        <p class="note plain" role="status">
          <Icon name="mail" />
          <span>{own.forgot.sent(sent)}</span>
        </p>
      ) : (
        <form
          class="stack4"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <p class="ink2">{own.forgot.lead}</p>
          <div>
            <label for={id}>{t.signIn.email}</label>
            <input
              id={id}
              class="input"
              type="email"
              autocomplete="username"
              autofocus
              required
              aria-invalid={problem !== null}
              value={email}
              onInput={(event) => setEmail(event.currentTarget.value)}
            />
          </div>
          <Problems sentences={problem === null ? [] : [problem]} />
          <button type="submit" class="btn primary wide" disabled={busy}>
            {own.forgot.submit}
          </button>
        </form>
      )}
      <p>
        <button type="button" class="linklike" onClick={onBack}>
          {own.forgot.back}
        </button>
      </p>
    </section>
  );
}
