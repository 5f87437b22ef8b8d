/**
 * What the firm has to decide about migrations: written here when it comes up, closed by whoever decides, and read as the
 * records that stand in the access rooms.
 *
 * The table holds every fact; a record tells a room what that room's readers may know: in one company's room, another
 * company is an id without a name (G24).
 */
import type { DatabaseSync } from 'node:sqlite';
import { makeId, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Clock, Random } from '@navette/kernel/ports';
import { AccessDecision } from '@navette/rooms/records';
import * as v from 'valibot';
import type { DirectoryActs } from '../accounts/directory.ts';
import type { Directory } from '../ports.ts';

export type DecisionKind = NonNullable<AccessDecision>['kind'];

const Facts = v.object({
  kept: v.exactOptional(v.object({ user: v.string(), at: v.number() })),
  clientCode: v.exactOptional(v.string()),
  number: v.exactOptional(v.string()),
  /** The dossiers that know the address. */
  dossiers: v.exactOptional(v.array(v.string())),
  /** Why the firm said no, as it wrote it for the person. */
  reason: v.exactOptional(v.string()),
});
export type DecisionFacts = v.InferOutput<typeof Facts>;

export type Decision = {
  readonly id: string;
  /** Null for a request whose code and number belong to no dossier. */
  readonly dossier: DossierId | null;
  readonly kind: DecisionKind;
  readonly user: UserId;
  readonly facts: DecisionFacts;
  readonly at: number;
  readonly decidedAt: number | null;
  readonly decidedBy: UserId | null;
  /** How it was decided, in a word of whoever decided; begins with `refused` for a no. */
  readonly how: string | null;
};

export type Decisions = {
  /** Writes one that waits; one of the same kind, person and dossier is renewed instead. Runs inside the caller's commit. */
  open(decision: Pick<Decision, 'dossier' | 'kind' | 'user' | 'facts'>): void;
  find(id: string): Decision | null;
  /** Those of a person, the newest first, decided or not. */
  of(user: UserId): readonly Decision[];
  /** Closes one that waits. @returns false when it was decided already */
  close(id: string, by: UserId, how: string, reason?: string): boolean;
  /** Ids of those that ask who administers a dossier. */
  administration(dossier: DossierId): readonly string[];
  /** Closes those of a person that are moot: what they asked for came about otherwise. */
  settle(user: UserId, kinds: readonly DecisionKind[], how: string): void;
  /** Records of a dossier's access room, by id: what waits there. */
  records(dossier: DossierId): ReadonlyMap<string, NonNullable<AccessDecision>>;
  /** What waits and belongs to no dossier: for the staff alone. */
  unplaced(): readonly Decision[];
  /** Calls back after each change, with the dossiers whose records changed. */
  onChange(listener: (dossiers: readonly DossierId[]) => void): void;
  /** Tells the listeners of what was written since: after the commit. */
  tell(): void;
};

type Row = Record<string, unknown>;

export function makeDecisions(
  database: DatabaseSync,
  directory: Directory & Pick<DirectoryActs, 'people'>,
  clock: Clock,
  random: Random,
): Decisions {
  const listeners: ((dossiers: readonly DossierId[]) => void)[] = [];
  const touched = new Set<DossierId>();
  const all = (sql: string, ...values: (string | number)[]): Decision[] =>
    database
      .prepare(sql)
      .all(...values)
      .map(toDecision);
  const run = (sql: string, ...values: (string | number | null)[]) => Number(database.prepare(sql).run(...values).changes);
  const touch = ({ dossier, facts }: Pick<Decision, 'dossier' | 'facts'>): void => {
    if (dossier !== null) touched.add(dossier);
    for (const id of facts.dossiers ?? []) touched.add(id as DossierId);
  };

  const recordOf = (decision: Decision, room: DossierId): NonNullable<AccessDecision> | null => {
    const person = directory.person(decision.user);
    if (!person) return null;
    const { kept, clientCode, number, dossiers } = decision.facts;
    const name = (id: string) => (id === room ? (directory.dossiers().find((one) => one.id === room)?.name ?? '') : '');
    const record = {
      v: 1,
      kind: decision.kind,
      user: decision.user,
      name: person.name,
      email: person.email,
      at: decision.at,
      ...(kept === undefined ? {} : { kept: { ...kept, name: directory.person(kept.user as UserId)?.name ?? '' } }),
      ...(clientCode === undefined ? {} : { clientCode }),
      ...(number === undefined ? {} : { number }),
      ...(dossiers === undefined ? {} : { dossiers: dossiers.slice(0, 50).map((id) => ({ id, name: name(id) })) }),
    };
    return v.parse(AccessDecision, record);
  };

  return {
    open(decision) {
      const { dossier, kind, user, facts } = decision;
      touch(decision);
      const text = JSON.stringify(facts);
      const renewed = run(
        'UPDATE migration_decision SET facts = ?, at = ? WHERE kind = ? AND user_id = ? AND dossier_id IS ? AND decided_at IS NULL',
        text,
        clock.now(),
        kind,
        user,
        dossier,
      );
      if (renewed > 0) return;
      run(
        'INSERT INTO migration_decision (id, dossier_id, kind, user_id, facts, at) VALUES (?, ?, ?, ?, ?, ?)',
        makeId<string>(clock.now(), random.bytes(10)),
        dossier,
        kind,
        user,
        text,
        clock.now(),
      );
    },
    find: (id) => all('SELECT * FROM migration_decision WHERE id = ?', id)[0] ?? null,
    of: (user) => all('SELECT * FROM migration_decision WHERE user_id = ? ORDER BY at DESC, rowid DESC', user),
    close(id, by, how, reason) {
      const decision = all('SELECT * FROM migration_decision WHERE id = ? AND decided_at IS NULL', id)[0];
      if (!decision) return false;
      touch(decision);
      const facts = reason === undefined ? decision.facts : { ...decision.facts, reason };
      run(
        'UPDATE migration_decision SET decided_at = ?, decided_by = ?, how = ?, facts = ? WHERE id = ?',
        clock.now(),
        by,
        how,
        JSON.stringify(facts),
        id,
      );
      return true;
    },
    administration: (dossier) =>
      all('SELECT * FROM migration_decision WHERE dossier_id = ? AND decided_at IS NULL', dossier)
        .filter(({ kind }) => kind === 'confirm-administrator' || kind === 'two-claims')
        .map(({ id }) => id),
    settle(user, kinds, how) {
      for (const decision of all('SELECT * FROM migration_decision WHERE user_id = ? AND decided_at IS NULL', user)) {
        if (!kinds.includes(decision.kind)) continue;
        touch(decision);
        run('UPDATE migration_decision SET decided_at = ?, decided_by = ?, how = ? WHERE id = ?', clock.now(), user, how, decision.id);
      }
    },
    records(dossier) {
      const found = all(
        `SELECT * FROM migration_decision WHERE decided_at IS NULL AND (dossier_id = ?
           OR EXISTS (SELECT 1 FROM json_each(facts, '$.dossiers') WHERE value = ?)) ORDER BY at`,
        dossier,
        dossier,
      );
      const records = new Map<string, NonNullable<AccessDecision>>();
      for (const decision of found) {
        const record = recordOf(decision, dossier);
        if (record) records.set(decision.id, record);
      }
      return records;
    },
    unplaced: () =>
      all('SELECT * FROM migration_decision WHERE decided_at IS NULL AND dossier_id IS NULL ORDER BY at').filter(
        ({ facts }) => facts.dossiers === undefined,
      ),
    onChange: (listener) => void listeners.push(listener),
    tell() {
      const dossiers = [...touched];
      touched.clear();
      if (dossiers.length > 0) for (const listener of listeners) listener(dossiers);
    },
  };
}

/** Of a decision whose facts do not parse the person still shows: somebody has to see to it. */
function readFacts(column: unknown): DecisionFacts {
  try {
    const read = v.safeParse(Facts, JSON.parse(String(column)));
    return read.success ? read.output : {};
  } catch {
    return {};
  }
}

function toDecision(row: Row): Decision {
  const how = row['how'];
  return {
    id: String(row['id']),
    dossier: (row['dossier_id'] as DossierId | null) ?? null,
    kind: row['kind'] as DecisionKind,
    user: row['user_id'] as UserId,
    facts: readFacts(row['facts']),
    at: Number(row['at']),
    decidedAt: row['decided_at'] === null ? null : Number(row['decided_at']),
    decidedBy: (row['decided_by'] as UserId | null) ?? null,
    how: typeof how === 'string' ? how : null,
  };
}
