/** A deposit that could not stand becomes a capture again: same id, same bytes, for the person to decide anew. */
import type { StoredDocument } from '../fold/stored-document.ts';
import type { Capture } from '../model.ts';

/** @returns null when the record itself is not here */
export function captureAgain({ id, base }: StoredDocument): Capture | null {
  if (!base) return null;
  const { name, type, size, hash, captured, origin } = base.deposit;
  return {
    id,
    name,
    type,
    size,
    hash,
    capturedAt: captured,
    way: 'pick',
    status: { tag: 'ready' },
    ...(origin === undefined ? {} : { origin }),
  };
}
