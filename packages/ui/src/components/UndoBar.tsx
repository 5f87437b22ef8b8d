/** Ten seconds to take a deposit back. The countdown stops while the bar is under the pointer or has focus. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { useDeposits, type Undoable } from '../deposits.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { useMedia } from '../use-media.ts';

const STEP = 250;

export function UndoBar() {
  const { undoable, said } = useDeposits();
  return (
    <>
      <p class="vh" role="status">
        {said}
      </p>
      {undoable === null ? null : <Countdown key={undoable.since} undoable={undoable} />}
    </>
  );
}

function Countdown({ undoable }: { undoable: Undoable }) {
  const { t } = useSurroundings();
  const { undo, forget } = useDeposits();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const [left, setLeft] = useState<number>(DEFAULT_LIMITS.undoFor);
  const held = useRef(false);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!held.current) setLeft((before) => before - STEP);
    }, STEP);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left <= 0) forget();
  }, [left <= 0]);
  const hold = (on: boolean) => () => {
    held.current = on;
  };
  return (
    <div
      class="toast undo"
      role="region"
      aria-label={t.deposit.undo}
      onMouseEnter={hold(true)}
      onMouseLeave={hold(false)}
      onFocusIn={hold(true)}
      onFocusOut={hold(false)}
    >
      <span class="grow">{t.deposit.saved(undoable.rows.length, undoable.dossierName)}</span>
      {calm ? <span class="n">{t.deposit.undoFor(Math.ceil(left / 1000))}</span> : null}
      <button type="button" class="btn sm" onClick={() => void undo()}>
        {t.deposit.undo}
      </button>
      {calm ? null : <progress value={left} max={DEFAULT_LIMITS.undoFor} aria-hidden="true" />}
    </div>
  );
}
