/**
 * The real server with a firm of 500 dossiers, as a process of its own: PORT and DATA from the environment; FILL says what
 * to write into the log before the first request (`history`, or the `day` after it). Limits of rate and number are off:
 * they would only stop the 4,000 sockets that are to be measured.
 */
import { makeId, type DeviceNumber } from '@navette/kernel/ids';
import { startTestServer, type TestServer } from '../../../sync-server/src/testing/test-server.ts';
import { dayOf, DOSSIERS, historyOf, type RoomUpdates } from './firm-papers.ts';

const { PORT: port, DATA: data = '', FILL: fill } = process.env;
const NAME = 'Dossier mesuré';
const MANY = 20_000;
const AT_ONCE = 500;

const server = await startTestServer({
  data,
  port: Number(port),
  papers: false,
  limits: { sockets: MANY, socketsPerUser: MANY },
  serverLimits: { connections: MANY, 'connections-per-network': MANY },
});
const { claire } = server.users;
if (fill === 'history') {
  for (let i = 0; i < DOSSIERS; i++) server.directory.grant(claire, server.createDossier(`${NAME} ${i}`), { side: 'staff' });
  await server.accounts.settled();
}
const dossiers = server.directory
  .dossiers()
  .filter(({ name }) => name.startsWith(NAME))
  .map(({ id }) => id);
if (fill === 'history') await write(server, historyOf(dossiers));
if (fill === 'day') await write(server, dayOf(dossiers));
// Asked for by the bench: the port answers long before the log is filled.
process.stderr.write('filled\n');
process.once('SIGTERM', () => void server.stop().then(() => process.exit()));

async function write({ roomLog }: TestServer, rooms: Iterable<RoomUpdates>): Promise<void> {
  const entries = [...rooms].flatMap(({ room, updates }) =>
    updates.map((bytes) => ({
      room,
      id: makeId<string>(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
      author: claire,
      device: 0 as DeviceNumber,
      counter: null,
      bytes,
    })),
  );
  for (let from = 0; from < entries.length; from += AT_ONCE) await roomLog.append(entries.slice(from, from + AT_ONCE));
}
