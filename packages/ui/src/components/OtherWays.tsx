/** The other ways to hand over a document, one line each: from a web page, with the phone, from the disk. */
import type { Texts } from '@navette/texts/texts';
import type { IconName } from '../icons.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';

type OtherWay = 'web' | 'phone' | 'disk';

const LINES: Readonly<Record<OtherWay, { icon: IconName; words: (t: Texts) => readonly [title: string, hint: string] }>> = {
  web: { icon: 'external', words: ({ list }) => [list.fromWeb, list.fromWebHint] },
  phone: { icon: 'camera', words: ({ list }) => [list.fromPhone, list.fromPhoneHint] },
  disk: { icon: 'folder', words: ({ list }) => [list.fromDisk, list.fromDiskHint] },
};

/** @param look `column` beside other blocks, where there is no room for three abreast */
export function OtherWays({ ways, look = '' }: { ways: readonly OtherWay[]; look?: '' | 'column' }) {
  const { t } = useSurroundings();
  return (
    <ul class={`ways ${look}`.trim()}>
      {ways.map((way) => {
        const [title, hint] = LINES[way].words(t);
        return (
          <li key={way}>
            <Icon name={LINES[way].icon} />
            <div>
              <b>{title}</b>
              <p>{hint}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
