/**
 * Hundreds of drawn plans: two people act while requests are lost on their way there or back, the server answers in anger,
 * and their devices die at any await. Afterwards, on a quiet line, everything said saved is there, once, on both sides
 * (I1-I5, I9, I10, I13).
 *
 * `NAVETTE_SEED` chooses another set of plans; a failing plan names its own number, and `NAVETTE_PLAN` runs it alone.
 */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DOCUMENT_KINDS } from '@navette/domain/document-kinds';
import { MEBIBYTE } from '@navette/domain/limits';
import { first } from '@navette/device/testing/test-device';
import type { DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { CLIENT_RIGHT, freshId, syncWorld, type SyncWorld } from '../support/sync-world.ts';
import { seededRandom, type Draw } from '../support/seeded-random.ts';
import { mortalDevice, type Death, type Life, type MortalDevice, type NetFault } from './mortal-device.ts';

const SEED = Number(process.env['NAVETTE_SEED'] ?? 20_261_120);
const ONLY = process.env['NAVETTE_PLAN'];
const PLANS = 300;
const ACTS = 14;
const MINUTE = 60_000;

/** What the people were told, and what they may expect from it. */
type Told = {
  /** Deposits said saved, by id: their bytes. */
  readonly deposits: Map<DocumentId, string>;
  readonly withdrawn: Set<DocumentId>;
  readonly comments: string[];
  /** Acts during which the device died: done or not, never half. */
  readonly unsure: { deposits: Map<string, string>; comments: Set<string>; withdrawn: Set<DocumentId> };
};

type Person = { readonly device: MortalDevice; readonly side: 'client' | 'staff'; life: Life };

const met = new Map<string, number>();

describe(`${PLANS} plans of cuts and kills (seed ${SEED})`, () => {
  test('lose nothing that was said saved, do nothing twice, and leave equal lists on both sides', { timeout: 120_000 }, async () => {
    const plans = ONLY === undefined ? Array.from({ length: PLANS }, (_, i) => SEED + i) : [Number(ONLY)];
    for (const plan of plans) {
      try {
        await run(plan);
      } catch (error) {
        throw new Error(`plan ${plan} (NAVETTE_PLAN=${plan} runs it alone): ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      }
    }
    if (ONLY !== undefined) return;
    // A fault that was never met proves nothing.
    for (const fault of [
      'lost-request',
      'lost-answer',
      'status-500',
      'status-429',
      'status-401',
      'portal',
      'killed',
      'killed after commit',
      'killed after POST request',
      'killed after PATCH request',
    ])
      expect(met.get(fault) ?? 0, `${fault} was met`).toBeGreaterThan(PLANS / 20);
  });
});

async function run(plan: number): Promise<void> {
  const draw = seededRandom(plan);
  const world = syncWorld();
  const [claire, nadia] = [await person(world, 'client'), await person(world, 'staff')];
  const told: Told = {
    deposits: new Map(),
    withdrawn: new Set(),
    comments: [],
    unsure: { deposits: new Map(), comments: new Set(), withdrawn: new Set() },
  };
  // Swarm: each plan has its own faults and its own share of them.
  const faults = (['lost-request', 'lost-answer', 'status-500', 'status-429', 'status-401', 'portal'] as const).filter(() =>
    draw.chance(0.5),
  );
  const share = draw.next() * 0.5;
  for (const one of [claire, nadia])
    one.device.fault = (): NetFault => (faults.length > 0 && draw.chance(share) ? draw.one(faults) : 'none');

  for (let i = 0; i < ACTS; i++) {
    world.time.now += draw.below(3 * MINUTE);
    const one = draw.one([claire, claire, nadia]);
    if (draw.chance(0.4)) one.life = one.device.start(drawnDeath(draw));
    else if (one.life.dead()) one.life = one.device.start(null);
    if (draw.chance(0.45)) await one.life.outlive(one.life.sync.syncNow());
    else if (draw.chance(0.3)) await Promise.all([one.life.outlive(one.life.sync.syncNow()), act(draw, world, one, told, plan)]);
    else await act(draw, world, one, told, plan);
  }
  await quiet(world, [claire, nadia]);
  await check(world, claire, nadia, told);
  for (const one of [claire, nadia]) for (const [fault, times] of one.device.met) met.set(fault, (met.get(fault) ?? 0) + times);
  await world.heart.close();
}

/** At any step; or at one of the next requests, which are few among the many steps of the store. */
function drawnDeath(draw: Draw): Death {
  const at = draw.chance(0.4) ? ('request' as const) : ('step' as const);
  return { at, count: 1 + draw.below(at === 'request' ? 5 : 60), after: draw.chance(0.5) };
}

async function person(world: SyncWorld, side: 'client' | 'staff'): Promise<Person> {
  const device = await mortalDevice(
    world,
    side === 'client' ? world.client : world.staff,
    side === 'client' ? CLIENT_RIGHT : { side: 'staff' },
  );
  return { device, side, life: device.start(null) };
}

async function act(draw: Draw, world: SyncWorld, one: Person, told: Told, plan: number): Promise<void> {
  const { life } = one;
  const library = draw.chance(0.5) ? life.library : life.page;
  const known = (await listed(one)).filter((row) => !row.withdrawn);
  const choice = draw.below(10);
  if (choice < 4 || known.length === 0) {
    const text = `%PDF-1.7\n${plan}/${told.deposits.size}/${told.unsure.deposits.size}/${draw.next()}`;
    // One in forty travels in two pieces.
    const bytes = draw.chance(0.025) ? text.padEnd(5 * MEBIBYTE, ' ') : text;
    const id = freshId<DocumentId>();
    const done = await life.outlive(
      library.captureAndDeposit(
        new Blob([bytes]),
        { name: 'facture.pdf', way: 'drop', id },
        { dossier: world.dossier, kind: 'purchase-invoices' },
      ),
    );
    if (done === 'killed') told.unsure.deposits.set(id, bytes);
    else if (done.ok) told.deposits.set(id, bytes);
    else throw new Error(`a deposit was refused: ${done.refusal.tag}`);
    return;
  }
  const { id } = draw.one(known);
  if (choice < 6) {
    const text = `Note ${told.comments.length}/${told.unsure.comments.size} ${draw.next()}`;
    const done = await life.outlive(library.addComment(id, text));
    if (done === 'killed') told.unsure.comments.add(text);
    else if (done.ok) told.comments.push(text);
    return;
  }
  if (choice === 6) return void (await life.outlive(library.reclassify(id, draw.one(DOCUMENT_KINDS.filter((kind) => kind !== 'payroll')))));
  if (choice === 7) {
    const done = await life.outlive(library.undoDeposit(id));
    if (done === 'killed') told.unsure.withdrawn.add(id);
    else if (done.ok) told.withdrawn.add(id);
    return;
  }
  if (one.side === 'client') return;
  if (choice === 8) return void (await life.outlive(library.takeIn(id)));
  await life.outlive(draw.chance(0.5) ? library.accept(id) : library.refuse(id, 'Illisible'));
}

/** The faults stop; devices come back and try again as their clocks allow. */
async function quiet(world: SyncWorld, people: readonly Person[]): Promise<void> {
  for (const one of people) {
    one.device.fault = () => 'none';
    one.life = one.device.start(null);
  }
  for (let round = 0; round < 4; round++) {
    world.time.now += 10 * MINUTE;
    for (const one of people) await one.life.sync.syncNow();
  }
}

async function check(world: SyncWorld, claire: Person, nadia: Person, told: Told): Promise<void> {
  for (const { device } of [claire, nadia]) {
    for (const table of ['outbox', 'uploads', 'refused', 'unreadable'] as const)
      expect(await device.disk.list(table), `${table} is empty (I4)`).toEqual([]);
  }
  const [hers, theirs] = [await listed(claire), await listed(nadia)];
  expect(shared(hers), 'both sides see the same list (I3)').toEqual(shared(theirs));
  const rows = new Map(hers.map((row) => [row.id, row]));
  expect(rows.size, 'no document stands twice (I5)').toBe(hers.length);
  for (const [id, bytes] of told.deposits) {
    const row = rows.get(id);
    // Taken back before its bytes were received, nothing is left to show: its file is in the tray again.
    if (!row && (told.withdrawn.has(id) || told.unsure.withdrawn.has(id))) continue;
    expect(row?.hash, `${id}, said saved, is there (I1)`).toBe(hash(bytes));
    if (!row?.withdrawn) expect(row?.receivedAt, `${id} has its receipt (I10)`).not.toBeNull();
    if (!row?.withdrawn) expect(await world.blobs.size(hash(bytes) as never), `${id} is whole at the server (I2)`).toBe(bytes.length);
  }
  for (const row of hers) {
    const said = told.deposits.get(row.id) ?? told.unsure.deposits.get(row.id);
    expect(said === undefined ? 'nobody' : hash(said), `${row.id} was deposited by somebody, with these bytes`).toBe(row.hash);
    if (row.withdrawn)
      expect(told.withdrawn.has(row.id) || told.unsure.withdrawn.has(row.id), `${row.id} was withdrawn by somebody`).toBe(true);
  }
  for (const id of told.withdrawn) expect(rows.get(id)?.withdrawn ?? true, `${id} is withdrawn`).toBe(true);
  await checkComments(claire, nadia, told);
  // What was taken back before the firm had it is in the tray, with its bytes (I13).
  for (const { device } of [claire, nadia])
    for (const capture of await device.disk.list('captures'))
      expect(capture.hash && (await device.disk.get('blobs', capture.hash)), 'a file taken back has its bytes').toBeTruthy();
}

async function checkComments(claire: Person, nadia: Person, told: Told): Promise<void> {
  const texts: string[][] = [];
  for (const { device } of [claire, nadia]) texts.push((await device.disk.list('comments')).map((row) => row.text).toSorted());
  const [hers = [], theirs = []] = texts;
  expect(hers, 'both sides read the same comments').toEqual(theirs);
  expect(new Set(hers).size, 'no comment stands twice (I5)').toBe(hers.length);
  for (const text of told.comments) expect(hers, 'a comment said saved is there (I1)').toContain(text);
  for (const text of hers)
    expect(told.comments.includes(text) || told.unsure.comments.has(text), `"${text}" was written by somebody`).toBe(true);
}

async function listed({ device }: Person): Promise<readonly DocumentRow[]> {
  const { library } = device.watcher();
  return (await first(library.documents({ dossier: null, limit: 1000 }))).rows;
}

/** Rows without what each device knows of its own queue. */
function shared(rows: readonly DocumentRow[]): unknown[] {
  return rows.map((row) => ({ ...row, progress: null, delay: null })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
