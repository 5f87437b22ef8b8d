/** The staff's day: documents received and not taken in, by dossier; what the server refused; the latest exchanges. */
import type { DocumentRow } from '@navette/device/model';
import type { DossierId } from '@navette/kernel/ids';
import type { ScreenProps } from '../App.tsx';
import { RefusedTray } from '../components/QueueView.tsx';
import { RecentRow } from '../components/RecentRow.tsx';
import { Shapes, useUnknown } from '../components/Shapes.tsx';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { useLive, useObservable } from '../use-observable.ts';
import { HandedInLink } from '../components/HandedInLink.tsx';
import { Main } from './Main.tsx';

export function StaffHomeScreen({ account, dossier }: ScreenProps) {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const answer = useLive(
    () => doors.library.documents({ dossier: dossier?.id ?? null, state: 'received', limit: 60 }),
    [doors, dossier?.id],
    null,
  );
  const unknown = useUnknown(answer);
  const received = answer ?? NO_PAGE;
  const latest = useLive(() => doors.library.documents({ dossier: dossier?.id ?? null, limit: 200 }), [doors, dossier?.id], NO_PAGE);
  const refused = useObservable(doors.library.refused, []);
  const byDossier = new Map<DossierId, DocumentRow[]>();
  for (const row of received.rows) byDossier.set(row.dossier, [...(byDossier.get(row.dossier) ?? []), row]);
  const talked = latest.rows.filter(({ comments }) => comments > 0).slice(0, 6);
  return (
    <Main title={t.home.staffTitle} crumb={f.longDay(now)} aside={<HandedInLink onlyWaiting />}>
      <div class="homegrid">
        <section class="block">
          <header>
            <h2>{t.home.toTake}</h2>
            <a class="cap2" href={routeTo('documents', { state: 'received' })}>
              {unknown ? t.home.seeAll : t.list.count(received.total, f.count(received.total))}
            </a>
          </header>
          {unknown ? <Shapes rows={5} /> : received.total === 0 ? <p class="cap2 ink2 pad8">{t.home.toTakeEmpty}</p> : null}
          {[...byDossier].map(([id, rows]) => (
            <section key={id} class="bydossier">
              <h3 class="row">
                <a class="grow cut" href={routeTo('documents', { dossier: id, state: 'received' })}>
                  {account.dossiers.find((known) => known.id === id)?.name ?? t.list.company}
                </a>
                <span class="count">{rows.length}</span>
              </h3>
              <ul class="rows tight">
                {rows.slice(0, 4).map((row) => (
                  <RecentRow key={row.id} row={row} />
                ))}
              </ul>
            </section>
          ))}
        </section>
        <div>
          {refused.length === 0 ? null : <RefusedTray refused={refused} />}
          <section class="block">
            <header>
              <h2>{t.home.talk}</h2>
            </header>
            {unknown ? <Shapes /> : talked.length === 0 ? <p class="cap2 ink2 pad8">{t.home.talkEmpty}</p> : null}
            <ul class="rows tight">
              {talked.map((row) => (
                <Exchange key={row.id} row={row} account={account} />
              ))}
            </ul>
          </section>
        </div>
      </div>
    </Main>
  );
}

/** The last thing said about a document. */
function Exchange({ row, account }: { row: DocumentRow; account: ScreenProps['account'] }) {
  const { doors, t, f } = useSurroundings();
  const now = useNow();
  const comments = useLive(() => doors.library.comments(row.id), [doors, row.id], []);
  const said = comments.at(-1);
  const who =
    said?.author == null
      ? t.viewer.someone
      : (account.people.get(said.author)?.name ?? (said.author === account.user.id ? t.viewer.you : t.viewer.someone));
  return (
    <li>
      <a class="cut blk" href={routeTo('documents', { document: row.id })}>
        {row.name}
      </a>
      {said === undefined ? null : (
        <p class="cap2">
          <b>{who}</b> <small>{f.whenWithTime(said.at, now)}</small>
          <span class="blk ink2 two">{said.text}</span>
        </p>
      )}
    </li>
  );
}
