/**
 * Until when the sign-in is kept on this device (R071), and where else the person is signed in. The list is the server's; the
 * day is known here, with or without it.
 */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import { EndOtherSessions, EndSession, OwnSessions, type OwnSession } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';
import { ServerAct } from './AccountRow.tsx';
import { useAct } from './use-act.ts';

export function SessionsPart({ account }: { account: AccountView }) {
  const { doors, host, language, f } = useSurroundings();
  const t = identityTexts(language).devices;
  const now = useNow();
  const act = useAct();
  const { state } = useObservable(doors.sync.status, QUIET);
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const load = async () => {
    const given = await doors.commands.ask(OwnSessions, {});
    if (given.ok) setSessions(given.value.sessions);
  };
  useEffect(() => {
    if (state !== 'offline') void load();
  }, [state === 'offline', account.session.until]);
  const end = async (asked: Promise<unknown>) => {
    if ((await asked) !== null) await load();
  };
  const others = sessions?.filter(({ current }) => !current) ?? [];
  const { until } = account.session;
  return (
    <section class="block" aria-labelledby="own-devices">
      <header>
        <h2 id="own-devices">{t.title}</h2>
      </header>
      {until === null ? null : (
        <div class="kept">
          <Icon name="clock" />
          <p>
            <b>{t.untilLead}</b>
            <span class="blk">{t.until(f.day(until))}</span>
            <small class="blk">{t.untilThen}</small>
          </p>
        </div>
      )}
      {sessions === null ? (
        <p class="cap pad8">{t.needs}</p>
      ) : (
        <ul class="rows">
          {sessions.map((session) => (
            <li key={session.id} class="row between sessionrow">
              <span class="grow">
                <b class="cut blk">{session.label}</b>
                <small class="blk">
                  {session.current ? t.current : t.seen(f.shortDay(session.firstSeen, now), f.whenWithTime(session.lastSeen, now))}
                </small>
              </span>
              {session.current ? null : (
                <ServerAct about={session.label} disabled={act.busy} onClick={() => void end(act.ask(EndSession, { id: session.id }))}>
                  {t.end}
                </ServerAct>
              )}
            </li>
          ))}
        </ul>
      )}
      <Problems sentences={act.problem === null ? [] : [act.problem]} />
      {others.length === 0 ? null : (
        <p class="row wrap acts">
          <ServerAct disabled={act.busy} onClick={() => void end(act.ask(EndOtherSessions, {}))}>
            {t.endOthers}
          </ServerAct>
        </p>
      )}
      <p class="cap">{t.keeps}</p>
      {host.origin === undefined ? null : (
        <p class="pad8">
          <a href={routeTo('hand-over')}>{t.handOver}</a>
        </p>
      )}
    </section>
  );
}
