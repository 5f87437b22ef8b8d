/**
 * Which of a draft's versions stand. Each version names those it replaces; two that do not replace each other were written apart: both
 * are kept, and shown as a choice to make (R9).
 *
 * Invariant: every version stands or is behind one that stands, whatever a hostile one claims to replace.
 */
export type Replacing = { readonly id: string; readonly replaces: readonly string[] };

/** @returns the versions that stand, by id; never none of some */
export function standingRevisions<R extends Replacing>(revisions: readonly R[]): readonly R[] {
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const replaced = new Set(revisions.flatMap(({ id, replaces }) => replaces.filter((other) => other !== id)));
  const standing = revisions.filter(({ id }) => !replaced.has(id));
  const behind = reachable(byId, standing);
  // Versions that replace each other in a ring: what no standing version leads to stands, the last written first.
  for (const revision of revisions.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    if (behind.has(revision.id)) continue;
    standing.push(revision);
    for (const id of reachable(byId, [revision])) behind.add(id);
  }
  return standing.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The versions given and all that stand behind them. */
export function reachable<R extends Replacing>(byId: ReadonlyMap<string, R>, from: readonly R[]): Set<string> {
  const seen = new Set<string>();
  const ahead = [...from];
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    for (const id of next.replaces) {
      const behind = byId.get(id);
      if (behind) ahead.push(behind);
    }
  }
  return seen;
}
