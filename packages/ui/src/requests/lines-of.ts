/** Lines somebody typed or pasted: trimmed, without marks of lists and empty ones, each once, at most a hundred. */
const MOST = 100;
const LONGEST = 200;

export function linesOf(text: string): string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/^\s*(?:[-•*·–]|\d+[.)])\s+/, '')
        .trim()
        .slice(0, LONGEST),
    )
    .filter((line) => line !== '');
  return [...new Set(lines)].slice(0, MOST);
}
