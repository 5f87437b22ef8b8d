/** Which dossiers the firm registers (G1): everything about licences exists for them alone. */
import { useId, useState } from 'preact/hooks';
import { EDITIONS, type Edition } from '@navette/domain/registration/products';
import type { DossierId } from '@navette/kernel/ids';
import { DossierRegister } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { DeskView } from './desk-view.ts';

export function DeskDossiers({ desk, onChange }: { readonly desk: DeskView; readonly onChange: () => Promise<void> }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = registrationDeskTexts(language).dossiers;
  const stepUp = useStepUp();
  const id = useId();
  const [chosen, choose] = useState<DossierId | ''>('');
  const [edition, setEdition] = useState<Edition>('ordinary');
  const [problem, setProblem] = useState<string | null>(null);
  const set = async (dossier: DossierId, on: boolean, as: Edition) => {
    const answer = await stepUp(() => doors.commands.ask(DossierRegister, { dossier, on, edition: as }));
    setProblem(answer.ok ? null : commandSentence(surroundings, answer.refusal));
    choose('');
    await onChange();
  };
  const registered = desk.dossiers.flatMap((dossier) =>
    dossier.registered === null ? [] : [{ ...dossier, registered: dossier.registered }],
  );
  const others = desk.dossiers.filter((dossier) => dossier.registered === null);
  return (
    <section aria-labelledby="desk-dossiers">
      <header>
        <h3 id="desk-dossiers">{t.title}</h3>
      </header>
      <Problems sentences={problem === null ? [] : [problem]} />
      {registered.length === 0 ? <p class="ink2 pad8">{t.none}</p> : null}
      <ul class="rows">
        {registered.map(({ id: one, name, registered: how }) => (
          <li key={one} class="row wrap">
            <span class="grow">
              <b>{name}</b>
              <small class="blk">{[t.states[how.state], t.launches(how.used), t.editions[how.edition]].join(' · ')}</small>
            </span>
            <button
              type="button"
              class="btn sm"
              aria-label={t.off(name)}
              title={t.offHint}
              onClick={() => void set(one, false, how.edition)}
            >
              {t.offShort}
            </button>
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <form
          class="deskact add"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== '') void set(chosen, true, edition);
          }}
        >
          <div>
            <label for={`${id}d`}>{t.add}</label>
            <select id={`${id}d`} class="input" value={chosen} onChange={(event) => choose(event.currentTarget.value as DossierId | '')}>
              <option value="">{t.choose}</option>
              {others.map(({ id: one, name }) => (
                <option key={one} value={one}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          <div>
            <label for={`${id}e`}>{t.edition}</label>
            <select
              id={`${id}e`}
              class="input"
              value={edition}
              onChange={(event) => setEdition(EDITIONS.find((known) => known === event.currentTarget.value) ?? 'ordinary')}
            >
              {EDITIONS.map((known) => (
                <option key={known} value={known}>
                  {t.editions[known]}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" class="btn" disabled={chosen === ''}>
            {t.on}
          </button>
        </form>
      )}
    </section>
  );
}
