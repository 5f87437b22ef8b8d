/** Words for what stands in the archive: its parts, its sizes, what holds it. */
import type { AccountView, ArchivedView, ArchivePart } from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';
import { heldByRetention, HOLD, type RetentionTable } from '@navette/domain/retention';
import { dayInParis } from '@navette/kernel/dates';
import type { ArchivePlace } from '@navette/rooms/document-records';
import type { ArchiveTexts } from '@navette/texts/archive-texts';
import type { Formats } from '@navette/texts/formats';

/** Days in the bin before the firm's server erases it. */
export const BIN_DAYS = 90;
const DAY = 86_400_000;

export function partName(t: ArchiveTexts, { year, category, folder }: ArchivePart): string {
  if (folder !== undefined && folder.length > 0) return folder.at(-1) ?? '';
  if (category !== undefined) return t.categories[category];
  return year === undefined ? t.all : year === null ? t.noYear : t.year(year);
}

/** What stands above a part, from the year down. */
export function crumbOf(t: ArchiveTexts, { year, category, folder = [] }: ArchivePart): string {
  const names = [
    ...(year === undefined ? [] : [partName(t, { year })]),
    ...(category === undefined ? [] : [t.categories[category]]),
    ...folder,
  ];
  return names.slice(0, -1).join(' › ');
}

export function placeWords(t: ArchiveTexts, { year, category, folder }: ArchivePlace): string {
  return [partName(t, { year }), t.categories[category], ...folder].join(' › ');
}

/** In whole kilobytes, as the column says (R204). */
export function kilobytes(f: Formats, size: number): string {
  return f.count(Math.max(1, Math.round(size / 1024)));
}

/** '15/04/2026'; the day of publication where the document has none. */
export function shortDate(file: ArchivedView): string {
  const day = file.date ?? dayInParis(file.publishedAt);
  return day.split('-').toReversed().join('/');
}

export function boxWord(t: ArchiveTexts, account: AccountView, box: Box): string {
  return box === 'common' || box === 'pay' || box === 'management'
    ? t.boxes[box]
    : (account.people.get(box.slice(4) as never)?.name ?? t.restricted);
}

function isKnown(t: ArchiveTexts, rule: string): rule is keyof ArchiveTexts['retention']['rules'] {
  return Object.hasOwn(t.retention.rules, rule);
}

export function ruleWord(t: ArchiveTexts, rule: string): string {
  return rule === HOLD ? t.retention.hold : isKnown(t, rule) ? t.retention.rules[rule] : rule;
}

/** What holds it, in a sentence; and whether anything does. */
export function heldSentence(
  t: ArchiveTexts,
  f: Formats,
  file: ArchivedView,
  table: RetentionTable,
  now: number,
): { held: boolean; words: string; rule: string } {
  const held = heldByRetention(
    {
      accepted: true,
      rule: file.retained?.rule ?? null,
      hold: file.retained?.hold ?? null,
      category: file.place.category,
      year: file.place.year,
      date: file.date,
    },
    table,
    dayInParis(now),
  );
  if (held === null) return { held: false, words: t.retention.free, rule: '' };
  const rule = ruleWord(t, held.rule);
  if (held.rule === HOLD) return { held: true, words: t.retention.holdOf(file.retained?.hold ?? ''), rule };
  return { held: true, words: held.until === null ? t.retention.always(rule) : t.retention.until(f.day(held.until), rule), rule };
}

/** The day it leaves the bin for good. */
export function leavesOn(binnedAt: number): string {
  return dayInParis(binnedAt + BIN_DAYS * DAY);
}
