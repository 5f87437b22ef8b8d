/**
 * API keys: what a product shows to post what it sent (R160). 256 bits, shown once, kept as a hash; a key never reaches
 * further than the person who made it does at that moment.
 *
 * Keys of the firm are made by its administrators, for every dossier or some, and by its staff for their own; keys of a
 * company by its administrators, for that company. Nothing here knows a request.
 */
import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Membership } from '@navette/domain/membership';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import { makeId, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { API_KEY } from '@navette/protocol/sendings';
import { inTransaction } from '../accounts/identity-database.ts';
import type { Directory } from '../ports.ts';

export type ApiKey = {
  readonly id: string;
  readonly name: string;
  readonly product: string;
  readonly hint: string;
  /** Null for a key of the firm. */
  readonly company: DossierId | null;
  readonly dossiers: 'all' | readonly DossierId[];
  readonly creator: UserId;
  readonly at: number;
  readonly usedAt: number | null;
  readonly revokedAt: number | null;
};

export type NewApiKey = Pick<ApiKey, 'name' | 'product' | 'company' | 'dossiers' | 'creator'>;

export type ApiKeys = {
  /** @returns the key itself, for this once */
  create(wanted: NewApiKey): { readonly token: string; readonly key: ApiKey };
  /** The key behind what a request shows; null for a revoked one as for one that never was. Notes that it was used. */
  show(token: string): ApiKey | null;
  /** Every key, the newest first. */
  all(): readonly ApiKey[];
  find(id: string): ApiKey | null;
  revoke(id: string, by: UserId): void;
  /** The dossiers a key reaches now. */
  reach(key: ApiKey): readonly DossierId[];
};

/** A key used many times a minute is noted once. */
const NOTED_EACH = 60_000;

export type ApiKeysParts = {
  readonly database: DatabaseSync;
  readonly directory: Pick<Directory, 'membership' | 'dossiers'>;
  readonly clock: Clock;
  readonly random: Random;
};

/** Whether this person may make a key of the firm that reaches this dossier. */
export function mayOpenForFirm(membership: Membership, dossier: DossierId): boolean {
  return membership.firmRole === 'admin' || membership.dossiers.get(dossier)?.side === 'staff';
}

/** Whether this person may make a key of this company. */
export function mayOpenForCompany(membership: Membership, dossier: DossierId): boolean {
  const right = membership.dossiers.get(dossier);
  return right?.side === 'client' && right.admin;
}

export function makeApiKeys({ database, directory, clock, random }: ApiKeysParts): ApiKeys {
  const toKey = (row: Record<string, unknown>): ApiKey => ({
    id: String(row['id']),
    name: String(row['name']),
    product: String(row['product']),
    hint: String(row['hint']),
    company: (row['company'] as DossierId | null) ?? null,
    dossiers:
      row['every'] === 1
        ? 'all'
        : database
            .prepare('SELECT dossier_id FROM api_key_dossier WHERE key_id = ?')
            .all(String(row['id']))
            .map((one) => one['dossier_id'] as DossierId),
    creator: row['creator'] as UserId,
    at: Number(row['created_at']),
    usedAt: row['used_at'] === null ? null : Number(row['used_at']),
    revokedAt: row['revoked_at'] === null ? null : Number(row['revoked_at']),
  });
  const find = (id: string): ApiKey | null => {
    const row = database.prepare('SELECT * FROM api_key WHERE id = ?').get(id);
    return row ? toKey(row) : null;
  };

  return {
    find,
    create({ name, product, company, dossiers, creator }) {
      const token = `nvk_${bytesToBase64Url(random.bytes(32))}`;
      const id = makeId<string>(clock.now(), random.bytes(10));
      inTransaction(database, () => {
        database
          .prepare(
            'INSERT INTO api_key (id, token_hash, hint, name, product, company, every, creator, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
          )
          .run(id, hashOf(token), token.slice(-4), name, product, company, dossiers === 'all' ? 1 : 0, creator, clock.now());
        const add = database.prepare('INSERT OR IGNORE INTO api_key_dossier (key_id, dossier_id) VALUES (?, ?)');
        if (dossiers !== 'all') for (const dossier of dossiers) add.run(id, dossier);
      });
      const key = find(id);
      if (!key) throw new Error('api keys: a key went as it was made');
      return { token, key };
    },
    show(token) {
      if (!API_KEY.test(token)) return null;
      const row = database.prepare('SELECT * FROM api_key WHERE token_hash = ? AND revoked_at IS NULL').get(hashOf(token));
      if (!row) return null;
      const key = toKey(row);
      const now = clock.now();
      if (key.usedAt === null || Math.abs(now - key.usedAt) > NOTED_EACH)
        database.prepare('UPDATE api_key SET used_at = ? WHERE id = ?').run(now, key.id);
      return key;
    },
    all: () => database.prepare('SELECT * FROM api_key ORDER BY created_at DESC, id DESC').all().map(toKey),
    revoke: (id, by) =>
      void database
        .prepare('UPDATE api_key SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL')
        .run(clock.now(), by, id),
    reach(key) {
      const membership = directory.membership(key.creator);
      if (!membership || key.revokedAt !== null) return [];
      const { company, dossiers } = key;
      if (company !== null) return mayOpenForCompany(membership, company) ? [company] : [];
      const listed = dossiers === 'all' ? directory.dossiers().map(({ id }) => id) : dossiers;
      return listed.filter((dossier) => mayOpenForFirm(membership, dossier));
    },
  };
}

/** The table alone opens nothing: 256 bits are not guessed from their hash. */
function hashOf(token: string): string {
  return createHash('sha256').update(`navette-api-key ${token}`).digest('hex');
}
