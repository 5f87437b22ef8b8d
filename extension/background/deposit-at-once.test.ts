import { describe, expect, test } from 'vitest';
import type { IntakeLibrary } from '@navette/device/intake-library';
import type { DocumentRow, Observable } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { depositAtOnce } from './deposit-at-once.ts';

const id = '019a0000-0000-7000-8000-000000000001' as DocumentId;
const always = <T>(value: T): Observable<T> => ({
  subscribe(listener) {
    listener(value);
    return () => undefined;
  },
});

describe('a capture of the portal’s banner', () => {
  test('a last piece sent again after the deposit hears that it is deposited, and nothing is deposited twice', async () => {
    let deposits = 0;
    const library = {
      document: () => always({ id } as DocumentRow),
      deposit: () => {
        deposits += 1;
        return Promise.reject(new Error('no capture any more'));
      },
    } as Partial<IntakeLibrary> as IntakeLibrary;
    expect(await depositAtOnce({ library }, id)).toBe(true);
    expect(deposits).toBe(0);
  });
});
