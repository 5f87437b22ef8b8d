/** For who has lost a device or a second factor, and has been called back: the firm ends sessions, or removes the factor (A4, A8). */
import { useState } from 'preact/hooks';
import { EndSessionsOf, RemoveFactors } from '@navette/protocol/own-account';
import { signInHelpTexts } from '@navette/texts/sign-in-help-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useAccessActs, type Said } from './use-access-acts.ts';

type Props = {
  readonly user: string;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: (said: Said) => void;
};

export function SignInHelp({ user, name, onClose, onDone }: Props) {
  const t = signInHelpTexts(useSurroundings().language);
  const { run, busy } = useAccessActs();
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (command: typeof EndSessionsOf | typeof RemoveFactors, sentence: string) => {
    setProblem(null);
    const given = await run<typeof command.request, typeof command.answer>(command, { user });
    if (!given.ok) setProblem(given.refusal);
    else if (given.value.outcome === 'not-allowed') setProblem(t.notAllowed);
    else onDone({ sentence });
  };
  return (
    <Dialog title={t.title(name)} onClose={onClose}>
      <p class="note plain">
        <Icon name="info" />
        <span>{t.call}</span>
      </p>
      <dl class="helpacts">
        <dt>
          <button type="button" class="btn" disabled={busy} onClick={() => void act(EndSessionsOf, t.sessionsEnded(name))}>
            {t.sessions}
          </button>
        </dt>
        <dd class="cap">{t.sessionsHint}</dd>
        <dt>
          <button type="button" class="btn danger" disabled={busy} onClick={() => void act(RemoveFactors, t.factorsRemoved(name))}>
            {t.factors}
          </button>
        </dt>
        <dd class="cap">{t.factorsHint}</dd>
      </dl>
      <Problems sentences={problem === null ? [] : [problem]} />
      <div class="row acts">
        <button type="button" class="btn" onClick={onClose}>
          {t.close}
        </button>
      </div>
    </Dialog>
  );
}
