/**
 * One-click links of the demonstration: one token a person, new at each start, good as long as the server runs.
 *
 * Only a demonstration makes them; a real firm has no such object, so the route answers as if it did not exist.
 */
import { timingSafeEqual } from 'node:crypto';
import { bytesToBase64Url } from '@navette/kernel/bytes';
import type { UserId } from '@navette/kernel/ids';
import type { Random } from '@navette/kernel/ports';

export type DemoLinks = {
  userOf(token: string): UserId | null;
  /** The path and fragment of a person's link: what follows `#` never reaches a server or a log. */
  linkOf(user: UserId): string;
};

export function makeDemoLinks(users: readonly UserId[], random: Random): DemoLinks {
  const tokens = new Map(users.map((user) => [user, bytesToBase64Url(random.bytes(32))]));
  return {
    userOf(token) {
      const shown = Buffer.from(token);
      const found = [...tokens].find(([, known]) => known.length === shown.length && timingSafeEqual(Buffer.from(known), shown));
      return found?.[0] ?? null;
    },
    linkOf: (user) => `/demo#${tokens.get(user) ?? ''}`,
  };
}
