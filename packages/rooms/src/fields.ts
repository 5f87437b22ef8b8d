/** Fields that records are made of: ids, hashes, moments, days, amounts in cents, texts with a longest. */
import * as v from 'valibot';
import { isBlobHash, isId, type BlobHash } from '@navette/kernel/ids';

export const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.check(isId),
    v.transform((text) => text as T),
  );
export const hash = v.pipe(
  v.string(),
  v.check(isBlobHash),
  v.transform((text) => text as BlobHash),
);
/** Milliseconds since 1970. */
export const moment = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Of bytes, or a number of things. */
export const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export const wholeCents = v.pipe(v.number(), v.safeInteger());
export const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
/** 'AAAA-MM-JJ'. */
export const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));
