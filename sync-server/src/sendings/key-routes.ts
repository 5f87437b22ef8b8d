/**
 * Commands on API keys (R160). Making one wants a sign-in of the last ten minutes (A8) and is told by letter; ending one
 * does not wait for anything: whoever suspects a key acts at once.
 */
import type { Membership } from '@navette/domain/membership';
import type { DossierId } from '@navette/kernel/ids';
import type { Log } from '@navette/kernel/ports';
import { createApiKey, listApiKeys, revokeApiKey, type ApiKeyView } from '@navette/protocol/sendings';
import type { DirectoryActs } from '../accounts/directory.ts';
import { problem } from '../http/answers.ts';
import type { CommandRoutes } from '../http/command-routes.ts';
import type { PostOffice } from '../mail/post-office.ts';
import type { Directory } from '../ports.ts';
import { mayOpenForCompany, mayOpenForFirm, type ApiKey, type ApiKeys } from './api-keys.ts';

export type KeyRoutesParts = {
  readonly commands: CommandRoutes;
  readonly keys: ApiKeys;
  readonly directory: Directory & Pick<DirectoryActs, 'people'>;
  readonly post: PostOffice;
  readonly log: Log;
};

/** Keys in use at once, of the firm and of one company. */
export const MOST_KEYS = { firm: 100, company: 10 };

/** Where keys are seen to, in the portal. */
const KEYS_PLACE = '/#/administration/keys';

export function keyRoutes({ commands, keys, directory, post, log }: KeyRoutesParts): void {
  const names = (): ReadonlyMap<DossierId, string> => new Map(directory.dossiers().map(({ id, name }) => [id, name]));

  const view = (key: ApiKey, known = names()): ApiKeyView => {
    const named = (id: DossierId) => ({ id, name: known.get(id) ?? '' });
    return {
      id: key.id,
      name: key.name,
      product: key.product,
      hint: key.hint,
      company: key.company === null ? null : named(key.company),
      dossiers: key.dossiers === 'all' ? 'all' : key.dossiers.map(named),
      by: directory.person(key.creator)?.name ?? '',
      at: key.at,
      usedAt: key.usedAt,
      state: key.revokedAt !== null ? 'revoked' : keys.reach(key).length === 0 ? 'idle' : 'active',
      revokedAt: key.revokedAt,
    };
  };

  /** Whoever made it, the firm's administrators, and the administrators of the company it is of. */
  const answersFor = (membership: Membership, key: ApiKey): boolean =>
    key.creator === membership.user ||
    membership.firmRole === 'admin' ||
    (key.company !== null && mayOpenForCompany(membership, key.company));

  /** Everybody who answers for a key hears that it was made. */
  const tell = async (key: ApiKey): Promise<void> => {
    const letter = { kind: 'notice', what: 'key-created', detail: `${key.name}, ${key.product}`, link: KEYS_PLACE } as const;
    const told = directory.people().filter(({ id }) => {
      const membership = directory.membership(id);
      if (!membership) return false;
      if (id === key.creator) return true;
      return key.company === null ? membership.firmRole === 'admin' : mayOpenForCompany(membership, key.company);
    });
    for (const { email } of told) await post.post(email, letter);
  };

  commands.signedIn(listApiKeys, (_body, { membership }) => {
    const known = names();
    const named = (may: (membership: Membership, id: DossierId) => boolean) =>
      [...known].filter(([id]) => may(membership, id)).map(([id, name]) => ({ id, name }));
    return {
      keys: keys
        .all()
        .filter((key) => answersFor(membership, key))
        .map((key) => view(key, known)),
      firm: membership.firmRole === null ? null : named(mayOpenForFirm),
      companies: named(mayOpenForCompany),
    };
  });

  commands.signedIn(
    createApiKey,
    async ({ name, product, scope }, { membership, person }) => {
      const company = scope.owner === 'company' ? scope.dossier : null;
      const dossiers = scope.owner === 'company' ? [scope.dossier] : scope.dossiers;
      const may =
        scope.owner === 'company'
          ? mayOpenForCompany(membership, scope.dossier)
          : membership.firmRole !== null && (scope.dossiers === 'all' || scope.dossiers.every((one) => mayOpenForFirm(membership, one)));
      // An administrator may, for every dossier there is: for one that is not there, nobody may.
      if (!may || (dossiers !== 'all' && !dossiers.every((one) => names().has(one)))) return problem('forbidden');
      const limit = company === null ? MOST_KEYS.firm : MOST_KEYS.company;
      if (keys.all().filter((key) => key.revokedAt === null && key.company === company).length >= limit)
        return { outcome: 'too-many' as const, limit };
      const { token, key } = keys.create({ name, product, company, dossiers, creator: person.id });
      log('api-key-created', { key: key.id, user: person.id });
      await tell(key);
      return { outcome: 'created' as const, key: token, view: view(key) };
    },
    { recent: true },
  );

  commands.signedIn(revokeApiKey, ({ id }, { membership, person }) => {
    const key = keys.find(id);
    if (!key || !answersFor(membership, key)) return problem('not-found');
    keys.revoke(id, person.id);
    log('api-key-revoked', { key: id, user: person.id });
    return { outcome: 'revoked' as const };
  });
}
