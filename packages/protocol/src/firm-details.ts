/** How the firm presents itself and is reached: read by its people, changed by its administrators. */
import { plainText } from '@navette/kernel/display-name';
import * as v from 'valibot';
import { defineCommand } from './account-commands.ts';

const line = (longest: number) => v.pipe(v.string(), v.maxLength(longest * 2), v.transform(plainText), v.maxLength(longest));
const link = v.pipe(
  line(300),
  v.check((text) => text === '' || (URL.canParse(text) && new URL(text).protocol === 'https:')),
);

/** An empty text says that there is none. */
export const FirmDetails = v.strictObject({
  name: v.pipe(line(120), v.minLength(1)),
  email: v.pipe(
    line(254),
    v.check((text) => text === '' || /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]+$/.test(text)),
  ),
  phone: v.pipe(line(40), v.regex(/^[\d +().-]*$/)),
  address: line(300),
  website: link,
  /** Where the firm says what it does with personal data. */
  privacy: link,
});
export type FirmDetails = v.InferOutput<typeof FirmDetails>;

export const firmDetails = defineCommand('firm-details', v.strictObject({}), v.object({ details: FirmDetails, mayChange: v.boolean() }));
export const changeFirmDetails = defineCommand('change-firm-details', FirmDetails, v.object({ outcome: v.literal('changed') }));
