/** The way to the firm's tray of what was handed in. */
import { useEffect, useState } from 'preact/hooks';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';

/**
 * The way in, from the staff's list of dossiers; with how many wait, once the server has said.
 * @param props.onlyWaiting nothing is shown while there is nothing to see to
 */
export function HandedInLink({ onlyWaiting = false }: { onlyWaiting?: boolean }) {
  const { doors, t } = useSurroundings();
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    let over = false;
    void doors.sync.firmTray().then((asked) => {
      if (!over && asked.ok) setWaiting(asked.value.items.length);
    });
    return () => {
      over = true;
    };
  }, [doors]);
  if (onlyWaiting && waiting === 0) return null;
  return (
    <a class="btn sm" href={routeTo('handed-in')}>
      <Icon name="archive" size="s" />
      {t.handedIn.title}
      {waiting === 0 ? null : <span class="count">{waiting}</span>}
    </a>
  );
}
