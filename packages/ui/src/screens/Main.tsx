/** The frame of a screen: its title on a double rule, what stands beside it, and the body. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useSurroundings } from '../surroundings.tsx';

type Props = {
  readonly title: string;
  readonly crumb?: string;
  readonly aside?: ComponentChildren;
  readonly look?: string;
  readonly children: ComponentChildren;
};

export function Main({ title, crumb, aside, look = '', children }: Props) {
  useTitle(title);
  return (
    <main class={`main ${look}`} id="content" tabIndex={-1}>
      <Folio title={title} {...(crumb === undefined ? {} : { crumb })} aside={aside} />
      {children}
    </main>
  );
}

export function Folio({ title, crumb, aside }: { title: string; crumb?: string; aside?: ComponentChildren }) {
  return (
    <header class="folio">
      <div>
        {crumb === undefined ? null : <p class="crumb">{crumb}</p>}
        <h1>{title}</h1>
      </div>
      {aside}
    </header>
  );
}

/** The title of the page: the screen, then the product. */
export function useTitle(title: string): void {
  const { t } = useSurroundings();
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title, t]);
}
