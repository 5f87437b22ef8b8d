/** The legal name of a FEC: SIREN, FEC, closing date (VII-4° of the article; accounting formats, 1.2 and F11). */
import { isSiren } from '@navette/domain/identifiers';

export type FecFileName = {
  readonly siren: string;
  /** `AAAA-MM-JJ`. */
  readonly closing: string;
  /** Of a file split for its volume. */
  readonly part: number | null;
  /** Whether it is a name the text allows: nine figures and a real date. */
  readonly valid: boolean;
  readonly sirenIsReal: boolean;
};

const NAME = /^(\d+)FEC(\d{4})(\d{2})(\d{2})(?:_(\d+))?$/i;

/** @param name of a file, with or without an extension; @returns null for what is not the name of a FEC */
export function fecFileName(name: string): FecFileName | null {
  const match = NAME.exec(name.replace(/\.[^.]{1,4}$/, ''));
  if (!match) return null;
  const [, siren = '', year = '', month = '', day = '', part] = match;
  const moment = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const real = moment.getUTCMonth() === Number(month) - 1 && moment.getUTCDate() === Number(day);
  return {
    siren,
    closing: `${year}-${month}-${day}`,
    part: part === undefined ? null : Number(part),
    valid: siren.length === 9 && real,
    sirenIsReal: siren.length === 9 && isSiren(siren),
  };
}
