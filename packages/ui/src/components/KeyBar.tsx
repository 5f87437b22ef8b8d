/** The bar of keys at the foot of the screens used for hours, and the whole list behind `?`. */
import { useEffect, useState } from 'preact/hooks';
import { settings } from '../settings.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useKeys } from '../use-keys.ts';
import { Dialog } from './Dialog.tsx';

export type KeyHint = { readonly keys: readonly string[]; readonly does: string };

/** @param props.also keys said in the whole list only, where the bar has no room for them */
export function KeyBar({ hints, also = [], position }: { hints: readonly KeyHint[]; also?: readonly KeyHint[]; position?: string }) {
  const { t } = useSurroundings();
  const [all, setAll] = useState(false);
  const [on, setOn] = useState(settings.value.shortcuts);
  useEffect(() => settings.subscribe((now) => setOn(now.shortcuts)), []);
  useKeys({ '?': () => setAll(true) });
  const more: readonly KeyHint[] = [
    { keys: ['d'], does: t.keys.deposit },
    { keys: [t.keys.escape], does: t.keys.close },
    { keys: [`${t.keys.ctrl} K`], does: t.keys.goto },
  ];
  return (
    <>
      {on ? (
        <footer class="keys" aria-label={t.keys.label}>
          {hints.map((hint) => (
            <Hint key={hint.does} hint={hint} />
          ))}
          <Hint hint={{ keys: ['?'], does: t.keys.all }} />
          {position === undefined ? null : <span class="push n">{position}</span>}
        </footer>
      ) : null}
      {all ? (
        <Dialog title={t.keys.title} onClose={() => setAll(false)}>
          <dl class="keylist">
            {[...hints, ...also, ...more].map((hint) => (
              <div key={hint.does}>
                <dt>
                  {hint.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{hint.does}</dd>
              </div>
            ))}
          </dl>
          <p class="cap">{t.keys.off}</p>
          <div class="row acts">
            <button type="button" class="btn" onClick={() => setAll(false)}>
              {t.queue.close}
            </button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

function Hint({ hint }: { hint: KeyHint }) {
  return (
    <span>
      {hint.keys.map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
      {hint.does}
    </span>
  );
}
