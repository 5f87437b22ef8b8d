/** What the last act came to: it stays until it is closed or another one comes, with what can be done about it. */
import { accessTexts } from '@navette/texts/access-texts';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import type { Said } from './use-access-acts.ts';

export function SaidNote({ said, onClose }: { said: Said | null; onClose: () => void }) {
  const { language } = useSurroundings();
  const t = accessTexts(language);
  return (
    <div role="status" class="said">
      {said === null ? null : (
        <p class={`note ${said.bad === true ? 'bad' : 'plain'}`}>
          <Icon name={said.bad === true ? 'alert' : 'check'} />
          <span class="grow">{said.sentence}</span>
          {said.act === undefined ? null : (
            <button type="button" class="btn sm" onClick={said.act.run}>
              {said.act.word}
            </button>
          )}
          <button type="button" class="btn icon quiet" aria-label={t.close} onClick={onClose}>
            <Icon name="close" size="s" />
          </button>
        </p>
      )}
    </div>
  );
}
