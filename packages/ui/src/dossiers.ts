/** Where a person may deposit, and which dossier a choice starts from. */
import type { AccountView, DossierView, LastChoice } from '@navette/device/model';

/** Dossiers this person may deposit in. */
export function depositDossiers(account: AccountView): readonly DossierView[] {
  return account.dossiers.filter(({ right }) => right.side === 'staff' || right.deposit.length > 0);
}

/** The dossier to propose: the one on screen, else the last one chosen, else the only one. Never a guess among several. */
export function proposedDossier(account: AccountView, onScreen: DossierView | null, last: LastChoice): DossierView | null {
  const open = depositDossiers(account);
  const known = (id: string | undefined | null) => open.find((dossier) => dossier.id === id) ?? null;
  return known(onScreen?.id) ?? known(last.dossier) ?? (open.length === 1 ? (open[0] ?? null) : null);
}

/** Two letters for a company or a person. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /\p{L}/u.test(word));
  return ((words[0]?.[0] ?? '') + (words[1]?.[0] ?? words[0]?.[1] ?? '')).toUpperCase();
}

/** The site of an origin and path, as shown: `vuache.example`. */
export function siteOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).hostname : origin;
}

/** A media type as people say it: `PDF`, `JPEG`, `XML`. */
export function typeWord(type: string): string | null {
  const known: Readonly<Record<string, string>> = {
    'application/pdf': 'PDF',
    'image/jpeg': 'JPEG',
    'image/png': 'PNG',
    'image/heic': 'HEIC',
    'image/tiff': 'TIFF',
    'image/webp': 'WebP',
    'image/gif': 'GIF',
    'text/csv': 'CSV',
    'text/plain': 'TXT',
    'text/html': 'HTML',
    'application/xml': 'XML',
    'text/xml': 'XML',
    'application/zip': 'ZIP',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  };
  return known[type] ?? /^[a-z]+\/(?:x-|vnd\.)?([a-z0-9]{2,5})$/.exec(type)?.[1]?.toUpperCase() ?? null;
}
