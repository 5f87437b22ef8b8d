/**
 * Where the application stands, as a hash: ids only, never an act (threat M5). Following any link changes nothing but what
 * is shown.
 */
import { useEffect, useState } from 'preact/hooks';
import { DOCUMENT_KINDS, type DocumentKind } from '@navette/domain/document-kinds';
import { DOCUMENT_STATES, type DocumentState } from '@navette/domain/document-state';
import { isId, type DocumentId, type DossierId } from '@navette/kernel/ids';

export const SCREENS = [
  'home',
  'deposit',
  'documents',
  'archive',
  'books',
  'indicators',
  'due-dates',
  'journal',
  'requests',
  'portfolio',
  'queue',
  'handed-in',
  'account',
  'access',
  'sendings',
  'entries',
  'migrations',
  'administration',
  'about',
  'migration',
  'registration',
  'welcome',
  'add-firm',
  'reset',
  'undo-email',
  'arrive',
  'hand-over',
] as const;
export type Screen = (typeof SCREENS)[number];

export type Route = {
  readonly screen: Screen;
  readonly document: DocumentId | null;
  readonly dossier: DossierId | null;
  readonly state: DocumentState | null;
  readonly kind: DocumentKind | null;
};

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first = '', second = ''] = path.split('/');
  const asked = new URLSearchParams(query);
  const dossier = asked.get('dossier') ?? '';
  return {
    screen: SCREENS.find((screen) => screen === first) ?? 'home',
    document: first === 'documents' && isId(second) ? (second as DocumentId) : null,
    dossier: isId(dossier) ? (dossier as DossierId) : null,
    state: DOCUMENT_STATES.find((state) => state === asked.get('state')) ?? null,
    kind: DOCUMENT_KINDS.find((kind) => kind === asked.get('kind')) ?? null,
  };
}

/** The hash of a place. */
export function routeTo(
  screen: Screen,
  to: {
    readonly document?: DocumentId;
    readonly dossier?: DossierId;
    readonly state?: DocumentState;
    /** What the screen itself keeps there. */
    readonly query?: string;
  } = {},
): string {
  const query = new URLSearchParams(to.query);
  if (to.dossier !== undefined) query.set('dossier', to.dossier);
  if (to.state !== undefined) query.set('state', to.state);
  const tail = query.toString();
  return `#/${screen}${to.document === undefined ? '' : `/${to.document}`}${tail === '' ? '' : `?${tail}`}`;
}

/** The route of this page, followed. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    // It may have changed between the first drawing and now.
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}
