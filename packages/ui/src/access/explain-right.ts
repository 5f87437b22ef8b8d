/** What a right amounts to, in sentences a person who is not of the trade reads before giving it (R196, R197). */
import { opens, SHARED_BOXES } from '@navette/domain/granting';
import { SECURED_MODULES, type ClientRight } from '@navette/domain/membership';
import type { Box } from '@navette/domain/boxes';
import type { AccessTexts } from '@navette/texts/access-texts';

/** @param name of the person, whole; only its first word is said */
export function explainRight(t: AccessTexts, name: string, right: ClientRight): string[] {
  const who = firstWord(name) || t.explain.somebody;
  const can = abilities(t, right);
  if (can.length === 0) return [t.explain.nothing(who)];
  const { hidden } = t.explain;
  const cannot = [
    ...SHARED_BOXES.filter((box) => !right.read.includes(box)).map((box) => hidden[box]),
    ...(right.accounts === 'none' ? [hidden.accounts] : []),
    ...(right.archive.length === 0 ? [hidden.archive] : []),
  ];
  const secured = SECURED_MODULES.filter((module) => right.secured?.includes(module) === true && opens(right, module));
  return [
    t.explain.can(who, listed(can, t.explain.and)),
    ...(cannot.length === 0 ? [t.explain.all(who)] : [t.explain.cannot(who, listed(cannot, t.explain.or))]),
    ...secured.map((module) => t.explain.secured(t.explain.securedWhat[module])),
  ];
}

/** "déposer des documents (commun), consulter la compta en ligne": what the person may do, each as a verb. */
export function abilities(t: AccessTexts, right: ClientRight): string[] {
  const { explain } = t;
  const shared = (boxes: readonly Box[]) => SHARED_BOXES.filter((box) => boxes.includes(box)).map((box) => t.boxes[box]);
  const deposit = shared(right.deposit);
  const beyond = SHARED_BOXES.filter((box) => right.read.includes(box) && !right.deposit.includes(box)).map((box) => t.boxes[box]);
  return [
    ...(deposit.length > 0 ? [explain.depositShared(deposit.join(', '))] : right.deposit.length > 0 ? [explain.depositOwn] : []),
    ...(beyond.length > 0 ? [explain.read(beyond.join(', '))] : []),
    ...(right.accounts === 'read' ? [explain.accountsRead] : right.accounts === 'write' ? [explain.accountsWrite] : []),
    ...(right.archive.length > 0 ? [explain.archive(shared(right.archive).join(', '))] : []),
    ...(right.admin ? [explain.admin] : []),
  ];
}

/** @param last stands before the last one */
export function listed(parts: readonly string[], last: string): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')}${last}${parts.at(-1)}`;
}

function firstWord(name: string): string {
  return name.trim().split(/\s+/)[0] ?? '';
}
