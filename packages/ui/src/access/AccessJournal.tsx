/** Who changed which access, newest first: for the firm's administrators. The server's list: it needs the network. */
import { useEffect, useState } from 'preact/hooks';
import { AccessEvents, type AccessEvent } from '@navette/protocol/access-administration';
import { accessTexts } from '@navette/texts/access-texts';
import { commandSentence } from '../command-sentence.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';

export function AccessJournal() {
  const surroundings = useSurroundings();
  const { doors, f, language } = surroundings;
  const t = accessTexts(language);
  const now = useNow();
  const [events, setEvents] = useState<readonly AccessEvent[] | null>(null);
  const [more, setMore] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const read = async (before: number | null) => {
    const given = await doors.commands.ask(AccessEvents, { dossier: null, before });
    setProblem(given.ok ? null : commandSentence(surroundings, given.refusal));
    if (!given.ok) return;
    setEvents((known) => [...(before === null ? [] : (known ?? [])), ...given.value.events]);
    setMore(given.value.more);
  };
  useEffect(() => void read(null), [doors]);
  if (problem !== null && events === null)
    return (
      <EmptyState icon="offline" title={t.staff.unread} hint={problem}>
        <button type="button" class="btn" onClick={() => void read(null)}>
          {t.staff.again}
        </button>
      </EmptyState>
    );
  if (events === null) return <Shapes rows={6} />;
  if (events.length === 0) return <EmptyState icon="clock" title={t.events.empty} hint={t.events.emptyHint} />;
  return (
    <div class="journal">
      <table>
        <thead>
          <tr>
            <th scope="col">{t.events.when}</th>
            <th scope="col">{t.events.what}</th>
            <th scope="col">{t.events.whom}</th>
            <th scope="col">{t.events.where}</th>
            <th scope="col">{t.events.who}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.n}>
              <td class="n ink2">{f.whenWithTime(event.at, now)}</td>
              <td>{t.acts[event.what]}</td>
              <td>
                {event.name}
                {event.detail.includes('@') ? <small class="blk">{event.detail}</small> : null}
              </td>
              <td class="ink2">{event.dossier ?? ''}</td>
              <td class="ink2">{event.by ?? t.events.itself}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more ? (
        <p class="pad8">
          <button type="button" class="btn sm" onClick={() => void read(events.at(-1)?.n ?? null)}>
            {t.events.more}
          </button>
        </p>
      ) : null}
      {problem === null ? null : <p class="error">{problem}</p>}
    </div>
  );
}
