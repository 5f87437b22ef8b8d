/**
 * Gives again, under the present key, what was said of erasures by a key that was stolen since (K3, K5): the firm's words, which devices
 * would refuse from then on, and the seals over what was done in the log. What was signed first stays in the file.
 *
 * The words first, each a line that counts once: the same command goes on after any end. Nobody else has the folder open.
 */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FirmId } from '@navette/kernel/ids';
import type { Redaction } from '@navette/protocol/redaction';
import { ERASURES } from '../data-folder.ts';
import { keyBookOf, type KeyBook } from '../keys/key-book.ts';
import { redactionsIn } from '../log/sqlite-redactions.ts';
import type { Signer } from '../ports.ts';
import { appendLines, redactionsInFile } from '../redaction/redaction-book.ts';
import { readAct, sealAct, signRedaction } from '../redaction/signed-redaction.ts';

export type RenewRedactions = {
  /** A data folder. */
  readonly folder: string;
  readonly firm: FirmId;
  readonly signer: Signer;
  readonly book: KeyBook;
};

/** @returns how many redactions were signed again */
export function renewRedactions({ folder, firm, signer, book }: RenewRedactions): number {
  const file = path.join(folder, ERASURES);
  // As it was before anything was distrusted: what nobody of the firm signed is not signed now.
  const once = keyBookOf(book.keys.map((key) => ({ ...key, distrusted: null })));
  const good = new Map(redactionsInFile(file, firm, book).map((one) => [one.id, one]));
  const again = new Map<string, Redaction>();
  for (const one of redactionsInFile(file, firm, once)) if (!good.has(one.id)) again.set(one.id, signedAgain(one, signer));
  if (again.size > 0) appendLines(file, [...again.values()]);
  sealAgain(path.join(folder, 'log.sqlite'), (text) => {
    const act = readAct(text, firm, book) === null ? readAct(text, firm, once) : null;
    if (act === null) return null;
    const { keyId: _keyId, signature: _signature, ...facts } = act;
    const { id } = act.redaction;
    return JSON.stringify(sealAct({ ...facts, redaction: again.get(id) ?? good.get(id) ?? signedAgain(act.redaction, signer) }, signer));
  });
  return again.size;
}

function signedAgain({ keyId: _keyId, signature: _signature, ...facts }: Redaction, signer: Signer): Redaction {
  return signRedaction(facts, signer);
}

/** @param anew what is to stand in the place of an act; null leaves it */
function sealAgain(file: string, anew: (act: string) => string | null): void {
  const log = new DatabaseSync(file);
  try {
    const changed = redactionsIn(log).flatMap(({ id, act }) => {
      const text = anew(act);
      return text === null ? [] : [{ id, text }];
    });
    if (changed.length === 0) return;
    log.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE;');
    const put = log.prepare('UPDATE redaction SET act = ? WHERE id = ?');
    for (const { id, text } of changed) put.run(text, id);
    log.exec('COMMIT;');
  } finally {
    log.close();
  }
}
