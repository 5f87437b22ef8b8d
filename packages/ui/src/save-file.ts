/** Hands bytes to the browser's own download. */
import { displayName } from '@navette/kernel/display-name';

export function saveFile(bytes: Blob, name: string): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = displayName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
