/** At the foot of a part: what it holds, whether it is kept offline, how far that has come, and the room left. */
import type { ArchivePart, DossierView, OfflineView } from '@navette/device/model';
import { partKey } from '@navette/rooms/archive-tree';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { QUIET } from '../unknown-yet.ts';
import { useObservable } from '../use-observable.ts';

/** Whether a part is kept: itself, or by a pin above it. */
export function pinOf(pins: readonly ArchivePart[], part: ArchivePart): 'own' | 'above' | null {
  const key = partKey(part);
  if (pins.some((pin) => partKey(pin) === key)) return 'own';
  return pins.some((pin) => partKey(pin) === 'all' || key.startsWith(`${partKey(pin)}/`)) ? 'above' : null;
}

type Props = {
  readonly dossier: DossierView;
  readonly part: ArchivePart;
  readonly offline: OfflineView;
  readonly count: number;
  readonly size: number;
};

export function OfflineLine({ dossier, part, offline, count, size }: Props) {
  const { doors, f, language } = useSurroundings();
  const t = archiveTexts(language);
  const { state, problem } = useObservable(doors.sync.status, QUIET);
  const [room, setRoom] = useState<number | null>(null);
  useEffect(() => void doors.library.roomLeft().then(setRoom), [doors, offline.here]);
  const pin = pinOf(offline.pins, part);
  const coming = offline.wanted - offline.here;
  const toCome = offline.bytes - offline.bytesHere;
  return (
    <div class="offline noprint">
      <p class="cap row">
        <span class="n">{t.summary(count, f.count(count), f.fileSize(size))}</span>
        {pin === 'above' ? (
          <span>
            <Icon name="pin" size="s" /> {t.pinAbove}
          </span>
        ) : (
          <button
            type="button"
            class="linklike"
            aria-pressed={pin === 'own'}
            onClick={() => void doors.library.archive.pin(dossier.id, part, pin !== 'own')}
          >
            <Icon name="pin" size="s" /> {pin === 'own' ? t.unpin : t.pinPart}
          </button>
        )}
      </p>
      {offline.wanted === 0 ? null : (
        <p class="cap row" role="status">
          {coming === 0 ? (
            <span>{t.keptAll(offline.wanted, f.count(offline.wanted), f.fileSize(offline.bytes))}</span>
          ) : (
            <>
              <progress max={offline.bytes} value={offline.bytesHere} aria-label={t.pinned} />
              <span class="n">{t.keeping(f.count(offline.here), f.count(offline.wanted))}</span>
              {state === 'offline' || problem !== null ? <span>{t.waitingNetwork}</span> : null}
            </>
          )}
          {room === null ? null : room < toCome ? (
            <span class="bad">{t.noRoom(f.fileSize(toCome - room))}</span>
          ) : (
            <span>{t.roomLeft(f.fileSize(room))}</span>
          )}
        </p>
      )}
    </div>
  );
}
