/** `keys-list`: the firm's keys, their validity, and how its backups do, for the firm's administrators. */
import type { Hono } from 'hono';
import { BACKUP_PROBLEMS, KEYS_LIST, type KeysListAnswer } from '@navette/protocol/keys-commands';
import type { Nightly } from '../backup/nightly.ts';
import { problem } from '../http/answers.ts';
import { commandRoutes, type CommandRouteParts } from '../http/command-routes.ts';
import type { Keys } from '../ports.ts';
import { keyBook } from './key-book.ts';

export type KeyRouteParts = CommandRouteParts & {
  readonly keys: Keys;
  /** Null where none are made. */
  readonly backups: { readonly nightly: Nightly; readonly encrypted: boolean } | null;
};

export function keyRoutes({ keys, backups, ...parts }: KeyRouteParts): Hono {
  const { routes, signedIn } = commandRoutes(parts);
  signedIn(KEYS_LIST, (_body, { membership }) => {
    if (membership.firmRole !== 'admin') return problem('forbidden');
    return {
      keys: keyBook(keys.now()).keys.map(({ purpose, keyId, from, until, distrusted }) => ({
        purpose,
        keyId,
        from,
        until: until?.at ?? null,
        distrustedAfter: distrusted?.after ?? null,
      })),
      backups: backups && {
        encrypted: backups.encrypted,
        places: backups.nightly
          .state()
          .map(({ madeAt, late, problem: why }) => ({ madeAt, late, problem: why === null ? null : wordOf(why) })),
      },
    } satisfies KeysListAnswer;
  });
  return routes;
}

/** The operator's log has the exact reason. */
function wordOf(reason: string): (typeof BACKUP_PROBLEMS)[number] {
  return BACKUP_PROBLEMS.find((known) => known === reason) ?? 'failed';
}
