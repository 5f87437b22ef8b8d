/**
 * This installation: the number it is known by, the day it began, and the launches it has counted for each version (R043, G1).
 *
 * Kept on the device whoever is signed in. Made at the first launch that is counted, and never made anew.
 */
import type { Library } from '@navette/device/model';
import { IDENTIFICATION, makeIdentification } from '@navette/domain/registration/identification';
import { isLimited, withLaunch } from '@navette/domain/registration/launches';
import { dayInParis } from '@navette/kernel/dates';
import * as v from 'valibot';
import { alone, stored } from './draft.ts';

const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
const Installation = v.object({
  identification: v.pipe(v.string(), v.regex(IDENTIFICATION)),
  since: day,
  /** Days with a launch, by product and version. */
  launches: v.fallback(v.record(v.string(), v.array(day)), {}),
});
export type Installation = v.InferOutput<typeof Installation>;

export type Version = { readonly code: string; readonly version: string };

export function readInstallation(value: unknown): Installation | null {
  const parsed = v.safeParse(Installation, value);
  return parsed.success ? parsed.output : null;
}

export function launchMarks(installation: Installation | null, { code, version }: Version): readonly string[] {
  return installation?.launches[`${code} ${version}`] ?? [];
}

/** Changes nothing where the number is there already. */
export async function ensureInstallation(library: Library, now: number): Promise<Installation> {
  return changed(library, now, (installation) => installation);
}

/**
 * Counts a launch, one a day at most, and none once the launches are used up (R006).
 * @returns whether it was counted
 */
export async function countLaunch(library: Library, of: Version, allowance: number, now: number): Promise<boolean> {
  const today = dayInParis(now);
  let counted = false;
  await changed(library, now, (installation) => {
    const marks = launchMarks(installation, of);
    if (isLimited({ allowance, used: marks.length, last: marks.at(-1) ?? null }, today)) return installation;
    const next = withLaunch(marks, today);
    counted = next !== marks;
    return { ...installation, launches: { ...installation.launches, [`${of.code} ${of.version}`]: [...next] } };
  });
  return counted;
}

function changed(library: Library, now: number, change: (installation: Installation) => Installation): Promise<Installation> {
  return alone('draft/installation', async () => {
    const known = readInstallation(await stored(library, 'installation'));
    const before = known ?? {
      identification: makeIdentification(crypto.getRandomValues(new Uint8Array(8))),
      since: dayInParis(now),
      launches: {},
    };
    const after = change(before);
    if (after !== known) await library.saveDraft('installation', after);
    return after;
  });
}
