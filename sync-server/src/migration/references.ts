/**
 * By what the firm's books recognise a client company: its client code, the addresses its notices go to, numbers of invoices
 * and of products (R062, R066). Values are kept as they are compared (`domain/migration`).
 *
 * The firm adds them one by one, or as a table (`client-import`).
 */
import type { DatabaseSync } from 'node:sqlite';
import { normaliseEmail, referenceKey, type ReferenceKind } from '@navette/domain/migration';
import type { DossierId } from '@navette/kernel/ids';
import type { Directory } from '../ports.ts';

/** The most one dossier may have: every attempt of a stranger is compared with all of them. */
const MOST = 2000;

export type Reference = { readonly kind: ReferenceKind; readonly value: string };

export type References = {
  /** @throws when another dossier has the code */
  setClientCode(dossier: DossierId, code: string): void;
  clientCode(dossier: DossierId): string | null;
  /** @returns whether it was new; a value that cannot be compared is not taken */
  add(dossier: DossierId, kind: ReferenceKind, value: string): boolean;
  /** The number of some invoice of the dossier, as it is compared. */
  anInvoice(dossier: DossierId): string | null;
  dossierOfCode(typed: string): DossierId | null;
  /** The dossiers that know an address or a number, in the firm's order. */
  dossiersOf(kinds: readonly ReferenceKind[], typed: string): readonly DossierId[];
  /** Of a dossier, by kind and value. */
  list(dossier: DossierId): readonly Reference[];
  /** @returns whether it was there */
  remove(dossier: DossierId, kind: ReferenceKind, value: string): boolean;
  /** Every client code there is, in the firm's order. */
  codes(): readonly { readonly id: DossierId; readonly code: string }[];
  /** Takes the client code away. */
  clearClientCode(dossier: DossierId): void;
  isFull(dossier: DossierId): boolean;
};

export function makeReferences(database: DatabaseSync, directory: Directory): References {
  const all = (sql: string, ...values: string[]) => database.prepare(sql).all(...values);
  const codes = () =>
    all('SELECT id, client_code FROM dossier WHERE client_code IS NOT NULL ORDER BY position').map((row) => ({
      id: row['id'] as DossierId,
      code: String(row['client_code']),
    }));
  const clientCode: References['clientCode'] = (dossier) => codes().find(({ id }) => id === dossier)?.code ?? null;
  const dossierOfCode: References['dossierOfCode'] = (typed) => {
    const key = referenceKey(typed);
    return codes().find(({ code }) => referenceKey(code) === key)?.id ?? null;
  };
  const setClientCode: References['setClientCode'] = (dossier, code) => {
    const owner = dossierOfCode(code);
    if (owner !== null && owner !== dossier) throw new Error('references: another dossier has this client code');
    database.prepare('UPDATE dossier SET client_code = ? WHERE id = ?').run(code.trim(), dossier);
  };
  const add: References['add'] = (dossier, kind, value) => {
    const kept = comparable(kind, value);
    if (kept === null) return false;
    const { changes } = database
      .prepare('INSERT INTO dossier_reference (dossier_id, kind, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
      .run(dossier, kind, kept);
    return Number(changes) > 0;
  };

  return {
    setClientCode,
    clientCode,
    add,
    anInvoice(dossier) {
      const [row] = all("SELECT value FROM dossier_reference WHERE kind = 'invoice' AND dossier_id = ? LIMIT 1", dossier);
      return row ? String(row['value']) : null;
    },
    dossierOfCode,
    dossiersOf(kinds, typed) {
      const found = new Set<DossierId>();
      for (const kind of kinds) {
        const value = comparable(kind, typed);
        if (value === null) continue;
        for (const row of all('SELECT dossier_id FROM dossier_reference WHERE kind = ? AND value = ?', kind, value))
          found.add(row['dossier_id'] as DossierId);
      }
      return directory.dossiers().flatMap(({ id }) => (found.has(id) ? [id] : []));
    },
    list: (dossier) =>
      all('SELECT kind, value FROM dossier_reference WHERE dossier_id = ? ORDER BY kind, value', dossier).map((row) => ({
        kind: row['kind'] as ReferenceKind,
        value: String(row['value']),
      })),
    remove(dossier, kind, value) {
      const kept = comparable(kind, value);
      const { changes } = database
        .prepare('DELETE FROM dossier_reference WHERE dossier_id = ? AND kind = ? AND value = ?')
        .run(dossier, kind, kept);
      return Number(changes) > 0;
    },
    clearClientCode: (dossier) => void database.prepare('UPDATE dossier SET client_code = NULL WHERE id = ?').run(dossier),
    codes,
    isFull: (dossier) => Number(all('SELECT count(*) AS n FROM dossier_reference WHERE dossier_id = ?', dossier)[0]?.['n']) >= MOST,
  };
}

/** A value as it is compared; null for one that is none. */
export function comparable(kind: ReferenceKind, value: string): string | null {
  if (kind === 'notification-email') {
    const email = normaliseEmail(value);
    return email.ok ? email.value : null;
  }
  return referenceKey(value) || null;
}
