/** What people do on their devices, and what they are told: each act asks the production library, and the answer is remembered. */
import { StoreFailure } from '@navette/device/store';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { makeId, type DocumentId, type DossierId } from '@navette/kernel/ids';
import type { PersonAct } from './plan.ts';
import { hashOfText, type ToldAct, type ToldFile } from './told.ts';
import { TwinBlob } from './twin-blob.ts';
import { ORIGIN, type Context, type WorldDevice } from './world-device.ts';
import type { World } from './world.ts';

const KINDS = ['purchase-invoices', 'bank', 'payroll', 'purchase-invoices'] as const;
type Answer = { readonly ok: boolean } | 'killed';

/** One act, to its end or to the death of the context it was made in. */
export async function livesOn(world: World, device: WorldDevice, act: PersonAct, number: number): Promise<void> {
  if (device.asleep) return;
  const context = device.startContext(device.contextNames[act.context] ?? '');
  const outlive = <T>(work: Promise<T>): Promise<T | 'killed'> => Promise.race([work, context.life.died.then(() => 'killed' as const)]);
  world.sim.note(`${context.life.name} ${act.what}`);
  const said = await perform(world, device, context, act, number, outlive);
  world.sim.note(`${context.life.name} ${act.what} ${said === 'killed' ? said : said.ok ? 'done' : 'refused'}`);
  world.met.set(`${act.what} ${said === 'killed' ? said : said.ok ? 'done' : 'refused'}`, 1);
  if (said !== 'killed' && !context.life.dead && act.what !== 'look') device.nudge(context);
}

type Outlive = <T>(work: Promise<T>) => Promise<T | 'killed'>;

async function perform(
  world: World,
  device: WorldDevice,
  context: Context,
  act: PersonAct,
  number: number,
  outlive: Outlive,
): Promise<Answer> {
  const { library, session, sync } = context;
  switch (act.what) {
    case 'deposit':
    case 'deposit-same-bytes':
    case 'capture':
      return await newFile(world, device, context, act, number, outlive);
    case 'give-from-tray': {
      const waiting = device.disk.rows(device.storeName, 'captures').filter((row) => row.hash !== null);
      const capture = waiting[act.n % Math.max(1, waiting.length)];
      if (!capture) return { ok: true };
      const dossier = world.dossier(act.n);
      const file = world.told.files.get(capture.id) ?? remember(world, device, capture.id, capture.hash as ToldFile['hash'], '', 'saved');
      const before = file.given;
      file.given = 'asked';
      const done = await outlive(library.deposit(capture.id, { dossier, kind: KINDS[act.n % 4] ?? 'bank' }));
      if (done !== 'killed') file.given = done.ok ? dossier : before;
      return done;
    }
    case 'open-file': {
      const row = chosen(device, act.n);
      if (!row?.hash || !row.dossier || !sync) return { ok: true };
      const brought = await outlive(sync.bring(row.dossier, row.hash));
      if (brought === 'killed' || !brought.ok) return brought;
      const bytes = await outlive(library.bytes(row.hash));
      return bytes === 'killed' ? bytes : { ok: true };
    }
    case 'look':
      await outlive((sync ?? device.startContext('background').sync)?.syncNow() ?? Promise.resolve());
      return { ok: true };
    case 'sign-in':
      return await outlive(context.session.signIn(ORIGIN, `${device.user}@example.test`, 'secret'));
    case 'sign-out':
    case 'erase':
      try {
        if (act.what === 'erase') world.told.leaveToServer(device.user);
        const ended = await outlive(session.signOut(act.what === 'erase' ? 'erase' : 'keep'));
        // Their own choice, and the server that lost it had not said so yet.
        if (act.what === 'erase' && world.invariants.wasRestored) world.loseWhatNobodyHolds();
        return ended;
      } catch (error) {
        if (error instanceof StoreFailure) return { ok: false };
        throw error;
      }
    default:
      return await aboutOne(world, device, context, act, outlive);
  }
}

async function newFile(
  world: World,
  device: WorldDevice,
  { library }: Context,
  act: PersonAct,
  number: number,
  outlive: Outlive,
): Promise<Answer> {
  const earlier = [...world.told.files.values()].filter((file) => file.bytes !== '');
  const same = act.what === 'deposit-same-bytes' ? earlier[act.n % Math.max(1, earlier.length)]?.bytes : undefined;
  const bytes = same ?? `%PDF-1.7 ${number} ${act.n}`;
  const id = makeId<DocumentId>(world.sim.now, world.ids());
  const file = remember(world, device, id, hashOfText(bytes), bytes, 'asked');
  const about = { name: 'facture.pdf', way: 'drop' as const, id };
  const blob = new TwinBlob([bytes]) as unknown as Blob;
  if (act.what === 'capture') return settle(file, await outlive(library.capture(blob, about)));
  const dossier = world.dossier(act.n);
  file.given = 'asked';
  const done = await outlive(library.captureAndDeposit(blob, about, { dossier, kind: KINDS[act.n % 4] ?? 'bank' }));
  if (done !== 'killed') file.given = done.ok ? dossier : 'no';
  return settle(file, done);
}

function remember(
  world: World,
  device: WorldDevice,
  id: DocumentId,
  hash: ToldFile['hash'],
  bytes: string,
  state: ToldFile['state'],
): ToldFile {
  const file: ToldFile = {
    id,
    hash,
    bytes,
    device: device.name,
    store: device.storeName,
    user: device.user,
    state,
    given: 'no',
    undone: 'no',
    undoneOn: '',
  };
  world.told.files.set(id, file);
  return file;
}

async function aboutOne(world: World, device: WorldDevice, { library }: Context, act: PersonAct, outlive: Outlive): Promise<Answer> {
  const row = chosen(device, act.n);
  if (!row) return { ok: true };
  const place = { device: device.name, store: device.storeName, user: device.user, state: 'asked' as const };
  if (act.what === 'comment') {
    const told = { ...place, text: `note ${act.n} ${world.told.comments.length}` } as (typeof world.told.comments)[number];
    world.told.comments.push(told);
    return settle(told, await outlive(library.addComment(row.id, told.text)));
  }
  if (act.what === 'undo') {
    const file = world.told.files.get(row.id);
    const before = file?.undone ?? 'no';
    if (file) Object.assign(file, { undone: 'asked', undoneOn: device.name });
    const done = await outlive(library.undoDeposit(row.id));
    if (file && done !== 'killed') file.undone = done.ok ? 'done' : before;
    return done;
  }
  const facet = act.what === 'reclassify' ? ('kind~' as const) : act.what === 'take' ? ('taken' as const) : ('decision' as const);
  const told: ToldAct = { ...place, document: row.id, facet };
  world.told.acts.push(told);
  const kind = DOCUMENT_KINDS[act.n % DOCUMENT_KINDS.length] ?? 'bank';
  if (act.what === 'reclassify') return settle(told, await outlive(library.reclassify(row.id, kind)));
  if (act.what === 'take') return settle(told, await outlive(library.takeIn(row.id)));
  return settle(told, await outlive(act.what === 'accept' ? library.accept(row.id) : library.refuse(row.id, 'Illisible')));
}

function settle<A extends Answer>(told: { state: ToldFile['state'] }, answer: A): A {
  if (answer !== 'killed') told.state = answer.ok ? 'saved' : 'refused';
  return answer;
}

function chosen(device: WorldDevice, n: number): { id: DocumentId; hash?: ToldFile['hash']; dossier?: DossierId } | undefined {
  const rows = device.disk.rows(device.storeName, 'documents').filter((row) => row.base);
  return rows[n % Math.max(1, rows.length)];
}
