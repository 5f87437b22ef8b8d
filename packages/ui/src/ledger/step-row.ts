/** `j` and `k` through the links of a screen marked `data-row`, in the order they stand: Enter then opens, as any link does. */
export function stepRow(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('#content [data-row]')].filter((link) => link.offsetParent !== null);
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = links[at < 0 ? (by === 1 ? 0 : links.length - 1) : at + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}
