/**
 * A screen whose code comes when it is first opened, so that the first opening of the application does not carry it. Its file
 * lies on the device like all others; one that cannot be read is asked for again.
 */
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { EmptyState } from './components/EmptyState.tsx';
import { Shapes } from './components/Shapes.tsx';
import { useSurroundings } from './surroundings.tsx';

/** @param load the import of its module; asked once, and again after a failure */
export function later<P extends JSX.IntrinsicAttributes & object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let known: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [Screen, hold] = useState<{ readonly as: ComponentType<P> } | null>(known && { as: known });
    const [failed, setFailed] = useState(false);
    const ask = async (): Promise<void> => {
      setFailed(false);
      try {
        known = await load();
        hold({ as: known });
      } catch {
        setFailed(true);
      }
    };
    useEffect(() => {
      if (Screen === null) void ask();
    }, []);
    if (Screen) return <Screen.as {...props} />;
    return <main class="main">{failed ? <Unread onAgain={() => void ask()} /> : <Shapes rows={4} />}</main>;
  };
}

function Unread({ onAgain }: { onAgain: () => void }) {
  const { t } = useSurroundings();
  return (
    <EmptyState icon="offline" title={t.problems.unavailable}>
      <button type="button" class="btn" onClick={onAgain}>
        {t.queue.tryNow}
      </button>
    </EmptyState>
  );
}
