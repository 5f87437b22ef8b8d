/** R9: in a concurrent set the higher client id wins; that follows neither the order of enrolment nor anybody's choice. */
import { describe, expect, test } from 'vitest';
import { clientId, deviceNumber, deviceOfClient } from '@navette/rooms/client-ids';
import { handMade } from '../support/hand-made-updates.ts';
import { freshId, pushed, syncWorld } from '../support/sync-world.ts';

describe('R9 who wins a concurrent set', () => {
  test('a device enrolled later is higher about as often as lower', () => {
    let higher = 0;
    for (let n = 1; n <= 2_000; n++) if (deviceNumber(n + 1) > deviceNumber(n)) higher++;
    expect(higher).toBeGreaterThan(500);
    expect(higher).toBeLessThan(1_500);
    const numbers = Array.from({ length: 5_000 }, (_, i) => deviceNumber(i + 1));
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(deviceOfClient(clientId(number, 255))).toBe(number);
  });

  test('a device takes no id but its own to win every time: not of 53 bits, not the highest of 32, not a colleague’s', async () => {
    const { heart, client, colleague, deposits } = syncWorld();
    let counter = 1;
    for (const forged of [2 ** 53 - 1, 2 ** 32, 2 ** 32 - 1, clientId(colleague.device, 255)]) {
      const bytes = handMade({ clients: [{ client: forged, clock: 0, structs: [{ key: freshId() }] }] });
      const [result] = await pushed(heart, client, [{ id: freshId(), counter: counter++, room: deposits, bytes }]);
      expect(result?.status === 'refused' && result.reason).toMatch(/foreign-client|malformed/);
    }
  });
});
