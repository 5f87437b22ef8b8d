/**
 * Checks what was erased from the log against the acts that say so, signed by the firm (K5): each redacted entry stands in the form that
 * its last act names, and none was put back.
 */
import { formSum } from '../log/log-chain.ts';
import { redactionsIn } from '../log/sqlite-redactions.ts';
import { readAct, type RedactionAct } from '../redaction/signed-redaction.ts';
import type { Findings } from './findings.ts';
import type { StoredEntry } from './stored-entries.ts';
import type { StoredFolder } from './stored-folder.ts';

export class RedactionCheck {
  readonly #findings: Findings;
  /** What must stand at a cursor. */
  readonly #sums = new Map<number, string>();
  readonly #files = new Set<string>();
  readonly acts: readonly RedactionAct[];

  constructor({ log, firm, book }: StoredFolder, findings: Findings) {
    this.#findings = findings;
    this.acts = redactionsIn(log).flatMap(({ id, act: text }) => {
      const act = readAct(text, firm, book);
      if (act?.redaction.id === id) return [act];
      findings.add({ tag: 'bad-redaction', id });
      return [];
    });
    for (const { entries, redaction } of this.acts) {
      for (const { cursor, sum } of entries) this.#sums.set(cursor, sum);
      if (redaction.file) this.#files.add(keyOf(redaction.file));
    }
  }

  see({ cursor, room, seq, inner, bytes }: StoredEntry): void {
    const sum = this.#sums.get(cursor);
    if (inner === undefined ? sum !== undefined : sum !== formSum(bytes))
      this.#findings.add({ tag: inner === undefined ? 'put-back' : 'redacted-otherwise', cursor, room, seq });
  }

  /** Whether the firm erased this file there: its receipt opens nothing any more. */
  isErased(place: { readonly dossier: string; readonly box: string; readonly hash: string }): boolean {
    return this.#files.has(keyOf(place));
  }
}

function keyOf({ dossier, box, hash }: { readonly dossier: string; readonly box: string; readonly hash: string }): string {
  return `${dossier}/${box}/${hash}`;
}
