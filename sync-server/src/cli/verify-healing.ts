/**
 * Checks how the log says it came to its epoch: each restore signed by the firm, each going on from the one before, the last
 * one of the epoch that stands in the log, and the log still the one each went on from (threat K4, R101).
 */
import { restoreActText, type RestoreAct } from '@navette/protocol/healing';
import { CHAIN_START } from '../log/log-chain.ts';
import { restoresIn } from '../adapters/sqlite-heal-book.ts';
import { HEALING } from '../data-folder.ts';
import type { Findings } from './findings.ts';
import { epochOf } from './stored-entries.ts';
import type { StoredFolder } from './stored-folder.ts';

export function verifyHealing(stored: StoredFolder, findings: Findings): void {
  const { healing, log, book, firm } = stored;
  if (!healing) return;
  const bad = (detail: string): void => findings.add({ tag: 'damaged-database', file: HEALING, detail });
  for (const damage of healing.prepare('PRAGMA quick_check(1)').all()) {
    const detail = String(Object.values(damage)[0]);
    if (detail !== 'ok') bad(detail);
  }
  const acts = storedActs(stored);
  if (!acts) return bad('restored');
  const hashAt = log.prepare('SELECT hash FROM entry WHERE cursor = ?');
  let former: RestoreAct | null = null;
  for (const act of acts) {
    const signed = act.firm === firm && book.said('log', restoreActText(act), act, act.at, act.cursor);
    if (!signed) bad(`signature ${act.epoch}`);
    if (former && act.from !== former.epoch) bad(`order ${act.epoch}`);
    const head = act.cursor === 0 ? CHAIN_START : hashAt.get(act.cursor)?.['hash'];
    if (head !== act.head) findings.add({ tag: 'not-the-log-backed-up', cursor: act.cursor });
    former = act;
  }
  if (former && former.epoch !== epochOf(log)) bad(`epoch ${epochOf(log)}`);
}

/** @returns null when they cannot be read */
export function storedActs({ healing }: Pick<StoredFolder, 'healing'>): readonly RestoreAct[] | null {
  try {
    return healing ? restoresIn(healing) : [];
  } catch {
    return null;
  }
}
