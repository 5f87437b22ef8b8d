/**
 * Where files are dropped or picked. It answers at once, reads nothing itself, and says why a file was not taken.
 *
 * A drop inside it is marked as handled, so that the page around does not take it a second time.
 */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Way } from '../deposits.tsx';
import type { IconName } from '../icons.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Icon } from './Icon.tsx';

type Props = {
  /** @returns a sentence for each file that was not taken */
  readonly onFiles: (files: readonly File[], way: Way) => Promise<readonly string[]>;
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

export function DropZone({ onFiles, label, pick, release, look = '', icon = 'clip', pickLook = 'linklike', pickLabel, children }: Props) {
  const { t } = useSurroundings();
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const input = useRef<HTMLInputElement>(null);

  const take = async (files: readonly File[], way: Way) => {
    if (files.length === 0) return;
    setProblems([]);
    setBusy(true);
    try {
      setProblems(await onFiles(files, way));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="dropbox">
      <div
        class={`drop ${look}${over ? ' over' : ''}`}
        onDragLeave={(event) => {
          if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
        }}
        onDragOver={(event) => {
          if (!carriesFiles(event)) return;
          event.preventDefault();
          setOver(true);
        }}
        onDrop={(event) => {
          if (!carriesFiles(event)) return;
          event.preventDefault();
          setOver(false);
          void take([...(event.dataTransfer?.files ?? [])], 'drop');
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
                <button
                  type="button"
                  class={pickLook}
                  onClick={() => input.current?.click()}
                  disabled={busy}
                  {...(pickLabel === undefined ? {} : { 'aria-label': pickLabel })}
                >
                  {pick}
                </button>
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
            void take(files, 'pick');
          }}
        />
      </div>
      {children}
      {busy ? <progress class="busy" aria-label={t.deposit.opening} /> : null}
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
