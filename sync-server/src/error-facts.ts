/**
 * What a log may keep of an error: its kind and where it was thrown. The message is left out, it may quote what was being
 * handled (O1).
 */
export function errorFacts(error: unknown): { readonly kind: string; readonly at: string } {
  if (!(error instanceof Error)) return { kind: typeof error, at: 'unknown' };
  const frame = error.stack?.split('\n').find((line) => /\.[tj]s:\d+/.test(line)) ?? '';
  return { kind: error.name, at: /([\w.-]+\.[tj]s:\d+):\d+/.exec(frame)?.[1] ?? 'unknown' };
}
