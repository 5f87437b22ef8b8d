/** How what is open is counted, and how it leaves as a file. */
import type { Way } from '@navette/domain/ledger/open-items';
import { dueDatesTexts } from '@navette/texts/due-dates-texts';
import { Icon } from '../components/Icon.tsx';
import { Popover } from '../components/Popover.tsx';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly view: 'due' | 'document';
  readonly way: Way;
  readonly onView: (view: 'due' | 'document') => void;
  readonly onWay: (way: Way) => void;
};

export function AgedTools({ view, way, onView, onWay }: Props) {
  const { language } = useSurroundings();
  const t = dueDatesTexts(language);
  return (
    <span class="row wrap noprint agedtools">
      <span class="pair" role="group" aria-label={t.view}>
        {(['due', 'document'] as const).map((one) => (
          <button
            key={one}
            type="button"
            class={`filter${view === one ? ' on' : ''}`}
            aria-pressed={view === one}
            onClick={() => onView(one)}
          >
            {t.views[one]}
          </button>
        ))}
      </span>
      <select
        class="filter waychoice"
        aria-label={t.way}
        value={way}
        onChange={(event) => onWay(event.currentTarget.value === 'fifo' ? 'fifo' : 'lettrage')}
      >
        {(['lettrage', 'fifo'] as const).map((one) => (
          <option key={one} value={one}>
            {t.ways[one]}
          </option>
        ))}
      </select>
    </span>
  );
}

export function ExportMenu({ onTable, onCalendar }: { onTable: () => void; onCalendar: () => void }) {
  const { language } = useSurroundings();
  const t = dueDatesTexts(language);
  return (
    <Popover
      buttonClass="btn sm"
      title={t.export}
      look="exportmenu"
      button={
        <>
          <Icon name="download" size="s" />
          {t.export}
        </>
      }
    >
      {(close) => (
        <div class="choices">
          <button type="button" class="choice" onClick={() => (close(), onTable())}>
            <Icon name="list" size="s" />
            {t.exportCsv}
          </button>
          <button type="button" class="choice" onClick={() => (close(), onCalendar())}>
            <Icon name="calendar" size="s" />
            {t.exportIcs}
          </button>
        </div>
      )}
    </Popover>
  );
}
