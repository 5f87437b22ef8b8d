/** What cannot be undone, named and asked once. */
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { Act } from './use-act.ts';

type Props = {
  readonly title: string;
  readonly lead: string;
  /** On the button that does it. */
  readonly word: string;
  readonly act: Act;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

export function ConfirmDialog({ title, lead, word, act, onConfirm, onClose }: Props) {
  const { language } = useSurroundings();
  return (
    <Dialog title={title} onClose={onClose} look="narrow">
      <p class="ink2">{lead}</p>
      <Problems sentences={act.problem === null ? [] : [act.problem]} />
      <div class="row acts">
        <button type="button" class="btn primary" disabled={act.busy} onClick={onConfirm}>
          {word}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {identityTexts(language).cancel}
        </button>
      </div>
    </Dialog>
  );
}
