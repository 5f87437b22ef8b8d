/** How each filter in use is said, on its chip and where it is to be removed. */
import type { AccountView } from '@navette/device/model';
import type { Box } from '@navette/domain/boxes';
import type { documentsTexts } from '@navette/texts/documents-texts';
import type { Formats } from '@navette/texts/formats';
import type { Texts } from '@navette/texts/texts';
import { PRESETS, presetDays, type FilterName, type Filters, type Preset } from './filters.ts';

export type Words = {
  readonly t: Texts;
  readonly d: ReturnType<typeof documentsTexts>;
  readonly f: Formats;
  readonly account: AccountView;
  /** 'YYYY-MM-DD'. */
  readonly today: string;
};

export function presetOf({ from, to }: Filters, today: string): Preset | null {
  return (
    PRESETS.find((preset) => {
      const days = presetDays(preset, today);
      return days.from === from && days.to === to;
    }) ?? null
  );
}

export function boxWord({ d, account }: Pick<Words, 'd' | 'account'>, box: Box): string {
  if (box === 'common' || box === 'pay' || box === 'management') return d.boxes[box];
  const owner = [...account.people.values()].find(({ id }) => box === `own-${id}`);
  return owner === undefined ? d.boxes.own : owner.name;
}

export function filterWord(name: FilterName, filters: Filters, words: Words): string {
  const { t, d, f, account, today } = words;
  switch (name) {
    case 'text':
      return filters.text.trim();
    case 'kinds':
      return filters.kinds.map((kind) => t.kinds[kind]).join(', ');
    case 'states':
      return filters.states.map((state) => t.state[state]).join(', ');
    case 'companies': {
      const names = filters.companies.flatMap((id) => account.dossiers.find((dossier) => dossier.id === id)?.name ?? []);
      return names.length > 0 && names.length <= 2 ? names.join(', ') : d.companies(filters.companies.length);
    }
    case 'period': {
      const { from, to } = filters;
      const preset = presetOf(filters, today);
      const said =
        preset !== null
          ? d.presets[preset]
          : from === ''
            ? d.until(f.day(to))
            : to === ''
              ? d.since(f.day(from))
              : d.between(f.day(from), f.day(to));
      return filters.by === 'captured' && preset === null ? d.captured(said) : said;
    }
    case 'supplier':
      return filters.supplier.trim();
    case 'amount': {
      const { min, max } = filters;
      if (min === null) return max === null ? '' : d.atMost(f.money(max));
      return max === null ? d.atLeast(f.money(min)) : d.amounts(f.amount(min), f.money(max));
    }
    case 'boxes':
      return filters.boxes.map((box) => boxWord(words, box)).join(', ');
    case 'answers':
      return filters.answers === true ? d.answering : filters.answers === false ? d.notAnswering : d.thisRequest;
    case 'commented':
      return filters.commented === true ? d.commented : d.notCommented;
    case 'booked':
      return filters.booked === true ? d.booked : d.notBooked;
    case 'shelf':
      return d.shelves[filters.shelf ?? 'current'];
  }
}
