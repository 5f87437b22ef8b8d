/** A ZIP in the tray: its documents one by one, or the ZIP as it is. It leaves the tray only once every file of it is kept. */
import '../style/capture.css';
import { useState } from 'preact/hooks';
import type { Capture, DepositChoice } from '@navette/device/model';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { captureTexts } from '@navette/texts/capture-texts';
import { Problems } from '../components/DropZone.tsx';
import { useDeposits } from '../deposits.tsx';
import type { Reading } from '../reading/reading.ts';
import { readerAt } from '../reading/reader.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Warning } from './ReadNote.tsx';

type Props = {
  readonly capture: Capture;
  readonly archive: NonNullable<Reading['archive']>;
  readonly meant: DepositChoice | undefined;
  readonly onWhole: () => void;
};

export function ArchiveQuestion({ capture, archive, meant, onWhole }: Props) {
  const surroundings = useSurroundings();
  const { doors, host, language } = surroundings;
  const own = captureTexts(language).archive;
  const { intend } = useDeposits();
  const [done, setDone] = useState<number | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const n = archive.files.length;
  const tooMany = n > DEFAULT_LIMITS.filesPerFolder;

  const takeOut = async () => {
    const bytes = capture.hash === null ? null : await doors.library.bytes(capture.hash);
    if (bytes === null || host.reader === undefined) return setProblems([own.unreadable]);
    setDone(0);
    setProblems([]);
    const refused: string[] = [];
    let kept = 0;
    const taken = await readerAt(host.reader).unpack(bytes, async (file) => {
      const one = await doors.library.capture(file, {
        name: file.name,
        way: 'archive',
        ...(capture.origin === undefined ? {} : { origin: capture.origin }),
      });
      if (!one.ok) return void refused.push(`${file.name} · ${refusalSentence(surroundings, one.refusal)}`);
      if (meant) intend(one.value.id, meant);
      setDone(++kept);
    });
    setDone(null);
    if (!taken.ok) return setProblems([own.unreadable, ...refused]);
    const left = taken.value.length;
    // With something left in it, the archive stays: nothing is lost by opening it.
    if (left === 0 && refused.length === 0) await doors.library.discard(capture.id);
    else setProblems([...(left > 0 ? [own.left(left)] : []), ...refused]);
  };
  return (
    <div class="question">
      <p>{own.question(n)}</p>
      {archive.refused > 0 ? <Warning sentence={own.left(archive.refused)} /> : null}
      {tooMany ? <Warning sentence={own.tooMany(n, DEFAULT_LIMITS.filesPerFolder)} /> : null}
      {done === null ? (
        <div class="row wrap acts">
          <button type="button" class="btn primary" disabled={tooMany} onClick={() => void takeOut()}>
            {own.apart(n)}
          </button>
          <button type="button" class="btn" onClick={onWhole}>
            {own.keep}
          </button>
        </div>
      ) : (
        <p class="cap2" role="status">
          {own.working(done, n)}
          <progress value={done} max={n} aria-label={own.working(done, n)} />
        </p>
      )}
      <Problems sentences={problems} />
    </div>
  );
}
