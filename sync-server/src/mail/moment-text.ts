/** A moment as letters write it, in Paris: "3 décembre 2026 à 14 h 05". */
const PARTS = new Intl.DateTimeFormat('fr-FR', {
  timeZone: 'Europe/Paris',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

export function momentText(moment: number): string {
  const part = Object.fromEntries(PARTS.formatToParts(moment).map(({ type, value }) => [type, value]));
  const day = part['day'] === '1' ? '1er' : part['day'];
  return `${day}\u00a0${part['month']}\u00a0${part['year']} à ${part['hour']}\u00a0h\u00a0${part['minute']}`;
}
