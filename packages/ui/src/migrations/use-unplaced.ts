/** Requests whose code and number belong to no dossier: the server's own list, for the whole staff; none without the network. */
import { useEffect, useState } from 'preact/hooks';
import type { UserId } from '@navette/kernel/ids';
import { migrationUnplaced } from '@navette/protocol/migration';
import { useSurroundings } from '../surroundings.tsx';
import type { OpenDecision } from './rows.ts';

/** @param turn asks again when it changes */
export function useUnplaced(turn: number): readonly OpenDecision[] {
  const { doors } = useSurroundings();
  const [found, setFound] = useState<readonly OpenDecision[]>([]);
  useEffect(() => {
    let over = false;
    void doors.commands.ask(migrationUnplaced, {}).then((given) => {
      if (over || !given.ok) return;
      setFound(
        given.value.decisions.map(({ id, user, name, email, at, clientCode, number }) => ({
          id,
          decision: { v: 1, kind: 'no-match', user: user as UserId, name, email, at, clientCode, number },
          access: null,
        })),
      );
    });
    return () => {
      over = true;
    };
  }, [doors, turn]);
  return found;
}
