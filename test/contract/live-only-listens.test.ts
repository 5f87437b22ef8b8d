/** A device's live socket hurries it to replicate, and says nothing itself: not even to a server that asks what it has. */
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openLive } from '@navette/device/live';
import { fetchNet } from '@navette/device/net';
import { askTicket } from '@navette/device/ticket';
import { makeId } from '@navette/kernel/ids';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { PushAnswer } from '@navette/protocol/replication';
import { CLIENT_HEADER, FRAME_TYPE } from '@navette/protocol/version';
import { clientId } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { startTestServer, type TestServer } from '../../sync-server/src/testing/test-server.ts';
import { CLAIRE } from '../support/server-device.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

test('R101 what a restored server has lost enters its log by replication alone, with its first author and time', async () => {
  const running = await startTestServer();
  server = running;
  const { token, device } = await running.device(CLAIRE);
  const room = roomName({ kind: 'deposits', dossier: running.dossiers.bonnefoy, year: 2026, box: 'common' });
  const net = fetchNet(running.origin, { kind: 'bearer', token: () => Promise.resolve(token) });
  // What this device holds and the server does not.
  const stored = new Y.Doc();
  stored.clientID = clientId(device, 1);
  stored.getMap('deposits').set(makeId(1, new Uint8Array(10)), { v: 1, lost: true });

  let heard: () => void = () => undefined;
  const news = () => new Promise<void>((resolve) => (heard = resolve));
  const other = new Y.Doc();
  other.clientID = clientId(device, 2);
  const say = async (n: number): Promise<void> => {
    const before = Y.encodeStateVector(other);
    other.getMap('deposits').set(makeId(n, new Uint8Array(10)), { v: 1 });
    const id = makeId<string>(n, new Uint8Array(10).fill(9));
    const bytes = Y.encodeStateAsUpdate(other, before);
    const answer = await fetch(`${running.origin}/api/v1/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': FRAME_TYPE, [CLIENT_HEADER]: 'test' },
      body: encodeFrame({ device, epoch: '', updates: [{ id, counter: n, room, size: bytes.length }] }, [bytes]),
    });
    expect(decodeFrame(PushAnswer, new Uint8Array(await answer.arrayBuffer()))?.head.results).toMatchObject([{ status: 'stored' }]);
  };
  let next = news();
  await say(2);
  const close = openLive({ origin: running.origin, room, stored, onNews: () => heard(), ticket: () => askTicket(net, device, room) });
  await next;
  next = news();
  await say(3);
  await next;
  const clients = (await running.roomLog.room(room, 0)).flatMap(({ bytes }) => Y.decodeUpdate(bytes).structs.map(({ id }) => id.client));
  expect(new Set(clients)).toEqual(new Set([clientId(device, 2)]));
  close();
});
