/**
 * A real server whose firm registers one company: who is registered for it, who was invited into it, the firm's administrator;
 * time is in the test's hand.
 */
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import * as Y from 'yjs';
import type { ClientRight } from '@navette/domain/membership';
import { EMPTY_DETAILS, type RegistrationDetails } from '@navette/domain/registration/details';
import { DEFAULT_REGISTRAR, type RegistrarSettings } from '@navette/domain/registration/registrar';
import type { DeviceNumber, DossierId, UserId } from '@navette/kernel/ids';
import { commandPath, type Command } from '@navette/protocol/account-commands';
import { decodeFrame, encodeFrame } from '@navette/protocol/framing';
import { KeyIssue, RegistrationSend } from '@navette/protocol/registration';
import { PushAnswer } from '@navette/protocol/replication';
import { encodeUploadMetadata, TUS_VERSION, UPLOADS_PATH } from '@navette/protocol/uploads';
import { CLIENT_HEADER, FRAME_TYPE, MEDIA_TYPE } from '@navette/protocol/version';
import { clientId } from '@navette/rooms/client-ids';
import { roomName } from '@navette/rooms/room-names';
import { startTestServer, type TestServer, type TestServerOptions } from '../../sync-server/src/testing/test-server.ts';
import { freshId, NOON } from './sync-world.ts';

export const CLIENT: ClientRight = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: true };
export const DAY = 86_400_000;

export const SETTINGS: RegistrarSettings = {
  ...DEFAULT_REGISTRAR,
  product: { name: 'Compta', code: 'WCPTA', version: '17.0' },
  allowance: 3,
  installations: 2,
  contact: {
    service: 'Service des licences',
    address: '3 place du Marché, 74370 Valbrenne',
    phone: '04 50 00 20 00',
    fax: '04 50 00 20 09',
    email: 'licences@aubrac.example',
  },
  terms: { version: 'Novembre 2026', text: 'Article 1. Les conditions.' },
  standAlone: true,
};

export const DETAILS: RegistrationDetails = {
  ...EMPTY_DETAILS,
  purchaseDate: '2026-10-14',
  licence: '401182297',
  company: 'Librairie des Sorbiers',
  address: '4 place du Four',
  town: '74370 Valbrenne',
  phone: '04 50 00 17 42',
  email: 'lea.sorbier@demo.navette.example',
};

export type Who = { readonly token: string; readonly device: DeviceNumber; readonly user: UserId };

export type RegistrationWorld = {
  readonly server: TestServer;
  readonly time: { now: number };
  readonly dossier: DossierId;
  /** Registered with the dossier; invited into it by the firm; the firm's administrator; its staff on the dossier. */
  readonly lea: Who;
  readonly invited: Who;
  readonly admin: Who;
  readonly staff: Who;
  /** Signed in anew, as time has moved. */
  again(who: Who): Promise<Who>;
  ask<Q extends v.GenericSchema, A extends v.GenericSchema>(
    who: Who | null,
    command: Command<Q, A>,
    body: v.InferInput<Q>,
  ): Promise<v.InferOutput<A>>;
  /** The problem it answers, or its status. */
  refusal<Q extends v.GenericSchema, A extends v.GenericSchema>(
    who: Who | null,
    command: Command<Q, A>,
    body: v.InferInput<Q>,
  ): Promise<string | number>;
  /** Pushes a new deposit. */
  deposit(who: Who, dossier?: DossierId): Promise<string>;
  /** Begins an upload. @returns the status */
  upload(who: Who, dossier?: DossierId): Promise<number>;
  /** Sends the form, as its person or as nobody. */
  send(who: Who | null, change?: Partial<v.InferInput<typeof RegistrationSend.request>>): Promise<{ id: string; secret: string }>;
  /** The short key for a registration. */
  issue(registration: string, clientCode?: string): Promise<string>;
  /** What stands in somebody's account room. */
  room(user: UserId): Promise<ReadonlyMap<string, unknown>>;
  database<T>(read: (database: DatabaseSync) => T): T;
  close(): Promise<void>;
};

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export async function registrationWorld(
  options: TestServerOptions & { readonly settings?: Partial<RegistrarSettings> } = {},
): Promise<RegistrationWorld> {
  const { settings, ...serverOptions } = options;
  const time = { now: NOON };
  const server = await startTestServer({ ...serverOptions, clock: { now: () => time.now } });
  const dossier = server.createDossier('Librairie des Sorbiers');
  const emails = new Map<UserId, string>();
  const signIn = async (user: UserId): Promise<Who> => server.device(emails.get(user) ?? '');
  const person = async (right: ClientRight | { readonly side: 'staff' }, firmRole?: 'admin' | 'staff'): Promise<Who> => {
    const made = await server.createPerson(firmRole === undefined ? {} : { firmRole });
    emails.set(made.id, made.email);
    await server.grant(made.id, dossier, right);
    return signIn(made.id);
  };
  const database: RegistrationWorld['database'] = (read) => {
    const opened = new DatabaseSync(path.join(server.data, 'identity.sqlite'), { timeout: 5000 });
    try {
      return read(opened);
    } finally {
      opened.close();
    }
  };
  const lea = await person(CLIENT);
  const invited = await person(CLIENT);
  const admin = await person({ side: 'staff' }, 'admin');
  const staff = await person({ side: 'staff' }, 'staff');
  database((db) =>
    db.prepare("UPDATE dossier_right SET attached = 'firm' WHERE user_id = ? AND dossier_id = ?").run(invited.user, dossier),
  );
  const { store, changed } = server.licences;
  store.setSettings({ ...SETTINGS, ...settings });
  store.register(dossier, 'ordinary');
  changed(null);
  await server.accounts.settled();

  const post = (who: Who | null, at: string, body: unknown) =>
    fetch(`${server.origin}${at}`, {
      method: 'POST',
      headers: {
        [CLIENT_HEADER]: 'test',
        'content-type': MEDIA_TYPE,
        ...(who ? { authorization: `Bearer ${who.token}` } : {}),
      },
      body: JSON.stringify(body),
    });

  const ask: RegistrationWorld['ask'] = async (who, command, body) => {
    const answer = await post(who, commandPath(command.name), body);
    const said: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${command.name}: ${answer.status} ${JSON.stringify(said)}`);
    return v.parse(command.answer, said);
  };
  let counter = 0;
  return {
    server,
    time,
    dossier,
    lea,
    invited,
    admin,
    staff,
    ask,
    database,
    async again(who) {
      return { ...who, token: await server.signIn(emails.get(who.user) ?? '') };
    },
    async refusal(who, command, body) {
      const answer = await post(who, commandPath(command.name), body);
      const said = (await answer.json()) as { problem?: string };
      return answer.ok ? 200 : (said.problem ?? answer.status);
    },
    async deposit(who, at = dossier) {
      const doc = Object.assign(new Y.Doc(), { clientID: clientId(who.device, 1) });
      // Under clocks nobody used: each deposit of the test stands in a room of its own year.
      const year = 2001 + (counter % 24);
      doc.getMap('deposits').set(freshId<string>(), { v: 1 });
      const bytes = Y.encodeStateAsUpdate(doc);
      const room = roomName({ kind: 'deposits', dossier: at, year, box: 'common' });
      counter += 1;
      const head = { device: who.device, epoch: '', updates: [{ id: freshId(), counter, room, size: bytes.length }] };
      const answer = await fetch(`${server.origin}/api/v1/push`, {
        method: 'POST',
        headers: { [CLIENT_HEADER]: 'test', authorization: `Bearer ${who.token}`, 'content-type': FRAME_TYPE, accept: FRAME_TYPE },
        body: encodeFrame(head, [bytes]),
      });
      const [result] = decodeFrame(PushAnswer, new Uint8Array(await answer.arrayBuffer()))?.head.results ?? [];
      return result === undefined ? String(answer.status) : result.status === 'refused' ? result.reason : result.status;
    },
    async upload(who, at = dossier) {
      const hash = createHash('sha256').update(freshId<string>()).digest('hex');
      const answer = await fetch(`${server.origin}${UPLOADS_PATH}`, {
        method: 'POST',
        headers: {
          [CLIENT_HEADER]: 'test',
          authorization: `Bearer ${who.token}`,
          'tus-resumable': TUS_VERSION,
          'upload-length': '3',
          'upload-metadata': encodeUploadMetadata({ dossier: at, box: 'common', hash: hash as never }),
        },
      });
      await answer.arrayBuffer();
      return answer.status;
    },
    async send(who, change = {}) {
      const sent = { id: freshId<string>(), secret: newSecret() };
      const answer = await ask(who, RegistrationSend, {
        ...sent,
        dossier: who === null ? null : dossier,
        details: DETAILS,
        terms: { version: SETTINGS.terms.version, at: time.now },
        installation: { identification: '07E631E8C6B659D0', since: '2026-10-16' },
        product: { code: 'WCPTA', version: '17.0' },
        edition: 'ordinary',
        update: false,
        ...change,
      });
      if (answer.status !== 'received') throw new Error(answer.reason);
      return { id: change.id ?? sent.id, secret: change.secret ?? sent.secret };
    },
    async issue(registration, clientCode = 'C20311') {
      const answer = await ask({ ...admin, token: await server.signIn(emails.get(admin.user) ?? '') }, KeyIssue, {
        registration,
        clientCode,
        until: null,
      });
      if (answer.status !== 'issued') throw new Error(answer.reason);
      return answer.key;
    },
    async room(user) {
      await server.accounts.settled();
      const doc = new Y.Doc();
      for (const { bytes } of await server.roomLog.room(roomName({ kind: 'account', user }), 0)) Y.applyUpdate(doc, bytes);
      return new Map(Object.entries(doc.getMap('account').toJSON()).filter(([, value]) => value !== null));
    },
    close: () => server.close(),
  };
}
