/** R8: a key `__proto__` gives what Yjs decodes inherited fields; no reader takes them for fields of the record. */
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import type { BlobHash } from '@navette/kernel/ids';
import { Deposit, readRecord } from '@navette/rooms/records';
import { clientId } from '@navette/rooms/client-ids';
import { handMade } from '../support/hand-made-updates.ts';
import { documentOf, freshId, pushed, syncWorld } from '../support/sync-world.ts';

const DEPOSIT: Deposit = {
  v: 1,
  hash: 'a'.repeat(64) as BlobHash,
  size: 3,
  type: 'application/pdf',
  name: 'facture.pdf',
  kind: 'purchase-invoices',
  captured: 1,
};

/** lib0's object of pairs, which no JavaScript object can hold. */
function pairs(e: encoding.Encoder, entries: readonly (readonly [string, unknown])[]): void {
  encoding.writeUint8(e, 118);
  encoding.writeVarUint(e, entries.length);
  for (const [key, value] of entries) {
    encoding.writeVarString(e, key);
    encoding.writeAny(e, value as Parameters<typeof encoding.writeAny>[1]);
  }
}

test('R8 a record whose fields are inherited is refused or unreadable, whole or in part, and nothing else is touched', async () => {
  const { heart, log, client, deposits } = syncWorld();
  const own = clientId(client.device, 0);
  const [whole, part] = [freshId<string>(), freshId<string>()];
  const bodies = [
    [['__proto__', DEPOSIT]],
    [...Object.entries(DEPOSIT).filter(([key]) => key !== 'hash'), ['__proto__', { hash: DEPOSIT.hash }]],
  ] as const;
  const bytes = handMade({
    clients: [
      {
        client: own,
        clock: 0,
        structs: bodies.map((entries, i) => ({
          key: i === 0 ? whole : part,
          body: encoding.encode((e) => (encoding.writeVarUint(e, 1), pairs(e, entries as readonly (readonly [string, unknown])[]))),
        })),
      },
    ],
  });
  const [result] = await pushed(heart, client, [{ id: freshId(), counter: 1, room: deposits, bytes }]);
  expect(['stored', 'refused']).toContain(result?.status);
  const map = (await documentOf(log, deposits)).getMap('deposits');
  for (const value of map.values()) expect(readRecord(Deposit, value).readable).toBe(false);
  expect(({} as Record<string, unknown>)['hash']).toBeUndefined();
  expect(readRecord(Deposit, { ...DEPOSIT })).toMatchObject({ readable: true });
  expect(readRecord(Deposit, Object.create(DEPOSIT))).toMatchObject({ readable: false });
});
