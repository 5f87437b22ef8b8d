/**
 * Where files are dropped or picked. It answers at once, reads nothing itself, and says why a file was not taken.
 *
 * A drop inside it is marked as handled, so that the page around does not take it a second time.
 */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { dropTexts } from '@navette/texts/drop-texts';
import { useDeposits, type Way } from '../deposits.tsx';
import type { IconName } from '../icons.ts';
import { carriesPaper, gatherDrop, type Gathered } from '../intake/gather.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';

type Props = {
  /** @returns a sentence for each file that was not taken */
  readonly onFiles: (files: readonly File[], way: Way, folder: boolean) => Promise<readonly string[]>;
  /** A folder may be picked too. */
  readonly folders?: boolean;
  readonly label: string;
  readonly pick: string;
  readonly release?: string;
  readonly look?: string;
  readonly icon?: IconName;
  readonly pickLook?: string;
  /** Name of the picking button, where its word alone would not say for what. */
  readonly pickLabel?: string;
  readonly children?: ComponentChildren;
};

export function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

export function DropZone({
  onFiles,
  label,
  pick,
  release,
  look = '',
  icon = 'clip',
  pickLook = 'linklike',
  pickLabel,
  folders = false,
  children,
}: Props) {
  const { t, language } = useSurroundings();
  const own = dropTexts(language);
  const { progress } = useDeposits();
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);

  const take = async (gathering: Promise<Gathered> | Gathered, way: Way) => {
    setProblems([]);
    setBusy(true);
    try {
      const { files, problem, folder: fromFolder } = await gathering;
      if (problem !== null) setProblems([(await import('../intake/gather-sentence.ts')).gatherSentence(language, problem)]);
      else if (files.length > 0) setProblems(await onFiles(files, way, fromFolder));
    } finally {
      setBusy(false);
    }
  };
  const picked = (files: readonly File[]): Gathered => ({ files, folder: false, problem: null });
  return (
    <div class="dropbox">
      <div
        class={`drop ${look}${over ? ' over' : ''}`}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
        }}
        onDragOver={(event) => {
          if (!carriesPaper(event)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDrop={(event) => {
          if (!carriesPaper(event) || event.dataTransfer === null) return;
          event.preventDefault();
          setOver(false);
          void take(gatherDrop(event.dataTransfer), 'drop');
        }}
      >
        <Icon name={icon} size={look.includes('mini') ? 's' : 'm'} />
        {over ? (
          <span class="grow">
            <b>{release ?? t.deposit.release}</b>
          </span>
        ) : (
          <>
            <span class={look.includes('mini') ? 'grow' : ''}>
              {label}
              {look.includes('mini') ? null : (
                <span class={folders ? 'row wrap acts' : ''}>
                  <button
                    type="button"
                    class={pickLook}
                    onClick={() => input.current?.click()}
                    disabled={busy}
                    {...(pickLabel === undefined ? {} : { 'aria-label': pickLabel })}
                  >
                    {pick}
                  </button>
                  {folders ? (
                    <button
                      type="button"
                      class="btn"
                      onClick={() =>
                        void take(
                          import('../intake/walk.ts').then(({ pickFolderFiles }) => pickFolderFiles()),
                          'pick',
                        )
                      }
                      disabled={busy}
                    >
                      <Icon name="folder" size="s" />
                      {own.pickFolder}
                    </button>
                  ) : null}
                </span>
              )}
            </span>
            {look.includes('mini') ? (
              <button
                type="button"
                class={pickLook}
                onClick={() => input.current?.click()}
                disabled={busy}
                {...(pickLabel === undefined ? {} : { 'aria-label': pickLabel })}
              >
                {pick}
              </button>
            ) : null}
          </>
        )}
        <input
          ref={input}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            const field = event.currentTarget;
            const files = [...(field.files ?? [])];
            field.value = '';
            if (files.length > 0) void take(picked(files), 'pick');
          }}
        />
      </div>
      {children}
      {busy && progress !== null ? (
        <p class="cap2" role="status">
          {own.keeping(progress.done, progress.total)}
          <progress class="busy" value={progress.done} max={progress.total} aria-label={own.keeping(progress.done, progress.total)} />
        </p>
      ) : busy ? (
        <progress class="busy" aria-label={t.deposit.opening} />
      ) : null}
      <Problems sentences={problems} />
    </div>
  );
}

/** Why something was not done, said where it was tried. */
export function Problems({ sentences }: { sentences: readonly string[] }) {
  return (
    <div role="alert">
      {sentences.map((sentence) => (
        <p class="error" key={sentence}>
          <Icon name="alert" size="s" />
          <span>{sentence}</span>
        </p>
      ))}
    </div>
  );
}
