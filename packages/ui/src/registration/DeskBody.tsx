/**
 * Forms received and what became of them, which dossiers are registered, and the firm's settings. What it shows comes from
 * the server at each opening: it belongs to no room, and is done with a connection.
 */
import '../style/registration.css';
import { useEffect, useState } from 'preact/hooks';
import type { CommandRefusal } from '@navette/device/model';
import { RegistrationDesk } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { DeskDossiers } from './DeskDossiers.tsx';
import { DeskForms } from './DeskForms.tsx';
import type { DeskView } from './desk-view.ts';
import { DeskSettings } from './DeskSettings.tsx';

export function DeskBody() {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = registrationDeskTexts(language);
  const [desk, show] = useState<DeskView | null>(null);
  const [problem, setProblem] = useState<CommandRefusal | null>(null);
  const again = async () => {
    const answer = await doors.commands.ask(RegistrationDesk, {});
    setProblem(answer.ok ? null : answer.refusal);
    if (answer.ok) show(answer.value);
  };
  useEffect(() => void again(), [doors]);
  return (
    <div class="regdesk">
      <p class="ink2 cap2">{t.lead}</p>
      {problem === null ? null : (
        <div class="row wrap">
          <Problems sentences={[problem.tag === 'unreachable' ? t.offline : commandSentence(surroundings, problem)]} />
          <button type="button" class="btn sm" onClick={() => void again()}>
            {t.tryAgain}
          </button>
        </div>
      )}
      {desk === null ? null : (
        <>
          <DeskForms desk={desk} onChange={again} />
          <DeskDossiers desk={desk} onChange={again} />
          <DeskSettings key={JSON.stringify(desk.settings)} settings={desk.settings} onChange={again} />
        </>
      )}
    </div>
  );
}
