/** An access was withdrawn: what became of the work that had not been sent, until the person says they have read it (D2). */
import type { Departure } from '@navette/device/model';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';
import { Icon } from './Icon.tsx';

/** @param props.own what was never given to any company still stands in the tray: said, with the way there */
export function Departures({ own = false }: { own?: boolean }) {
  const { doors, t } = useSurroundings();
  const departures = useObservable(doors.library.departures, []);
  const tray = useObservable(doors.library.tray, []);
  return (
    <>
      {departures.map((departure) => (
        <div class="note plain departure" role="region" aria-label={t.departures.label} key={departure.id}>
          <Icon name="info" />
          <p class="grow">
            <Sentence departure={departure} />
            {own && departure.dossiers === null && tray.length > 0 ? (
              <>
                {' '}
                {t.departures.own} <a href={routeTo('deposit')}>{t.departures.ownLink}</a>
              </>
            ) : null}
          </p>
          <button type="button" class="btn sm" onClick={() => void doors.library.dismissDeparture(departure.id)}>
            {t.departures.read}
          </button>
        </div>
      ))}
    </>
  );
}

function Sentence({ departure }: { departure: Departure }) {
  const { t, f } = useSurroundings();
  const { firm, dossiers, documents, others, at } = departure;
  const lost = dossiers?.map(({ name, whole }) => (whole ? t.departures.dossier(name) : t.departures.part(name))) ?? [
    t.departures.firm(firm),
  ];
  const handed = [
    ...(documents === 0 ? [] : [t.departures.documents(documents)]),
    ...(others === 0 ? [] : [t.departures.others(others)]),
  ].join(t.departures.and);
  return (
    <>
      <b>{lost.join(' ')}</b> {handed === '' ? t.departures.nothing(f.day(at)) : t.departures.handed(handed, documents + others, f.day(at))}
    </>
  );
}
