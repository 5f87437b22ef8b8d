/** The forms received, the waiting ones first, with the day by which the key is promised (R022, R040). */
import { useState } from 'preact/hooks';
import { printLicence } from '@navette/domain/registration/details';
import { keyDueBy } from '@navette/domain/registration/registrar';
import { dayInParis } from '@navette/kernel/dates';
import type { ReceivedRegistration } from '@navette/protocol/registration';
import { registrationDeskTexts } from '@navette/texts/registration-desk-texts';
import { Icon } from '../components/Icon.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import type { DeskView } from './desk-view.ts';
import { FormDialog } from './FormDialog.tsx';
import { FormState } from './FormState.tsx';
import { PaperDialog } from './PaperDialog.tsx';

type Props = { readonly desk: DeskView; readonly onChange: () => Promise<void> };

export function DeskForms({ desk, onChange }: Props) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = registrationDeskTexts(language).forms;
  const [open, setOpen] = useState<string | null>(null);
  const [entering, enter] = useState(false);
  const { registrations } = desk;
  const waiting = registrations.filter(({ state }) => state === 'received').length;
  const shown = registrations.find(({ id }) => id === open);
  const today = dayInParis(now);
  return (
    <section aria-labelledby="desk-forms">
      <header class="row between">
        <h3 id="desk-forms">{t.title}</h3>
        <span class="cap2 ink2 grow">{waiting === 0 ? null : t.waiting(waiting)}</span>
        <button type="button" class="btn sm" onClick={() => enter(true)}>
          {t.enter}
        </button>
      </header>
      {registrations.length === 0 ? (
        <p class="ink2 pad8">{t.none}</p>
      ) : (
        <div class="tablewrap">
          <table class="dense">
            <thead>
              <tr>
                <th scope="col">{t.company}</th>
                <th scope="col">{t.licence}</th>
                <th scope="col">{t.received}</th>
                <th scope="col">{t.due}</th>
                <th scope="col">{t.state}</th>
              </tr>
            </thead>
            <tbody>
              {registrations.map((registration) => (
                <tr key={registration.id}>
                  <th scope="row">
                    <button type="button" class="linklike" onClick={() => setOpen(registration.id)}>
                      {registration.details.company}
                    </button>
                    <Marks registration={registration} />
                  </th>
                  <td class="n">{printLicence(registration.details.licence)}</td>
                  <td class="nw">{f.when(registration.at, now)}</td>
                  <td class="nw">
                    <Due registration={registration} today={today} />
                  </td>
                  <td>
                    <FormState state={registration.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown === undefined ? null : <FormDialog registration={shown} onChange={onChange} onClose={() => setOpen(null)} />}
      {entering ? <PaperDialog desk={desk} onChange={onChange} onClose={() => enter(false)} /> : null}
    </section>
  );
}

function Marks({ registration }: { readonly registration: ReceivedRegistration }) {
  const { language } = useSurroundings();
  const t = registrationDeskTexts(language).forms;
  const marks = [
    registration.dossier === null ? t.noDossier : registration.dossier.name,
    registration.way === 'paper' ? t.paper : null,
    registration.update ? t.update : null,
    registration.edition === 'education' ? t.education : null,
  ].filter((mark) => mark !== null);
  return <small class="blk ink3">{marks.join(' · ')}</small>;
}

function Due({ registration, today }: { readonly registration: ReceivedRegistration; readonly today: string }) {
  const { f, now, language } = useSurroundings();
  const t = registrationDeskTexts(language).forms;
  if (registration.state !== 'received') return null;
  const due = keyDueBy(dayInParis(registration.at));
  return (
    <>
      {f.shortDay(due, now())}
      {due < today ? (
        <>
          {' '}
          <span class="tag soon">
            <Icon name="clock" />
            {t.late}
          </span>
        </>
      ) : null}
    </>
  );
}
