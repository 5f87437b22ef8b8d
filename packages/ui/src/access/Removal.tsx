/** Before what cannot be undone: the person is named, and what becomes of their work is said (R198). */
import type { ComponentChildren } from 'preact';
import type { AccessTexts } from '@navette/texts/access-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';

type Props = {
  readonly t: AccessTexts;
  readonly title: string;
  readonly texts: readonly string[];
  readonly busy: boolean;
  readonly problem: string | null;
  /** A milder act beside it. */
  readonly rather?: ComponentChildren;
  onConfirm(): void;
  onClose(): void;
};

export function Removal({ t, title, texts, busy, problem, rather, onConfirm, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Problems sentences={problem === null ? [] : [problem]} />
      <div class="row acts">
        <button type="button" class="btn danger give" disabled={busy} onClick={onConfirm}>
          {title}
        </button>
        {rather}
        <button type="button" class="btn" onClick={onClose}>
          {t.cancel}
        </button>
      </div>
    </Dialog>
  );
}
