/**
 * Whether something that happened to our frame in a visited page was the person's own act (P1, P3).
 *
 * An act counts if the browser says so, half a second after we appeared, while what we drew is really what the person
 * sees. Any doubt closes the frame: a page can always draw better traps than we can see through.
 */
const SETTLE = 500;
const LEAST_OPACITY = 0.9;

export type OwnActs = {
  /** @returns true for the person's own act; closes our frame when it cannot be sure of what the person sees */
  isOwn(event: Event): boolean;
  /** Whether our frame is still in the page and unhidden. */
  isSeen(): boolean;
};

export function watchOwnActs(host: HTMLElement, close: () => void): OwnActs {
  const shownAt = performance.now();
  const isSeen = (): boolean => host.isConnected && isOpaque(host) && isOnTop(host);
  return {
    isSeen,
    isOwn(event) {
      if (!event.isTrusted || performance.now() - shownAt < SETTLE) return false;
      if (isSeen()) return true;
      close();
      return false;
    },
  };
}

/** Opacity, filters and clipping of the frame and of all that holds it. */
function isOpaque(host: HTMLElement): boolean {
  for (let at: Element | null = host; at !== null; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (Number(style.opacity) < LEAST_OPACITY || style.filter !== 'none' || style.visibility !== 'visible' || style.display === 'none')
      return false;
    if (
      style.clipPath !== 'none' ||
      style.maskImage !== 'none' ||
      style.mixBlendMode !== 'normal' ||
      (at !== host && style.transform !== 'none' && style.transform !== '')
    )
      return false;
  }
  return true;
}

/** Five points of the frame must be the frame's own, and nothing else may lie above it in the top layer over it. */
function isOnTop(host: HTMLElement): boolean {
  const box = host.getBoundingClientRect();
  if (box.width < 100 || box.height < 24 || box.right > innerWidth + 1 || box.left < -1) return false;
  const points = [
    [0.5, 0.5],
    [0.1, 0.2],
    [0.9, 0.2],
    [0.1, 0.8],
    [0.9, 0.8],
  ] as const;
  for (const [x, y] of points) {
    const [left, top] = [box.left + box.width * x, box.top + box.height * y];
    if (top >= 0 && top < innerHeight && document.elementFromPoint(left, top) !== host) return false;
  }
  return ![...document.querySelectorAll(':popover-open, dialog:modal')].some(
    (other) => other !== host && overlaps(other.getBoundingClientRect(), box),
  );
}

function overlaps(a: DOMRect, b: DOMRect): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
