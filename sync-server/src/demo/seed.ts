/**
 * Fills a new demonstration: people, documents with what became of them, receipts, talk, requests, ledgers, sendings.
 *
 * Everything goes through the server's own accept path and writer, as Yjs updates of enrolled devices, in the order of
 * time, under a clock that shows each act's own day. Only ever runs on a folder that has nobody in it.
 */
import type { DatabaseSync } from 'node:sqlite';
import { boxOfKind } from '@navette/domain/document-kinds';
import { BOOK_HOLDERS, ownBox, type Holder } from '@navette/domain/boxes';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { receiptText } from '@navette/domain/receipt';
import { dayInParis, yearInParis } from '@navette/kernel/dates';
import { makeId, type BlobHash, type DocumentId, type DossierId, type UserId } from '@navette/kernel/ids';
import type { Random } from '@navette/kernel/ports';
import type { Decision, Deposit, Receipt, Sending } from '@navette/rooms/records';
import { roomName, type Room } from '@navette/rooms/room-names';
import { passwordHash } from '../accounts/auth.ts';
import type { DirectoryActs } from '../accounts/directory.ts';
import { memoryBus } from '../adapters/memory-bus.ts';
import { makeReferences } from '../migration/references.ts';
import { signed } from '../keys/signed.ts';
import type { BlobStore, Directory, Keys, RoomLog } from '../ports.ts';
import { makeAccept } from '../rooms/accept.ts';
import { makeRoomRules } from '../rooms/room-rights.ts';
import type { Licences } from '../registration/licences.ts';
import { makeServerWriter } from '../rooms/server-writer.ts';
import { boxOfSending } from '../sendings/sending-states.ts';
import { DEMO_REMARKS, demoRequests, type DemoRemark } from './conversations.ts';
import { DEMO_COMPANIES, DEMO_TODAY, type DemoCompanyCode } from './demo-companies.ts';
import { demoDocuments, type DemoDocument } from './documents.ts';
import { demoSendings, type DemoSending } from './demo-sendings.ts';
import { demoBook } from './demo-book.ts';
import { demoLedger } from './ledger.ts';
import { seedLightCompanies } from './light-companies.ts';
import { DEMO_PASSWORD, seedPeople, type DemoFirm, type DemoPersonCode } from './people.ts';
import { seedReferences } from './references.ts';
import { seedRegisteredCompany } from './registered-company.ts';
import { SeedingDevices } from './seeding-devices.ts';
import { Timeline } from './timeline.ts';

export type SeedOptions = {
  /** Of identities. */
  readonly database: DatabaseSync;
  readonly directory: Directory & DirectoryActs;
  readonly roomLog: RoomLog;
  readonly blobs: BlobStore;
  readonly keys: Keys;
  readonly random: Random;
  /** The present, milliseconds. */
  readonly now: number;
  /** Sets the time the log gives its entries; never goes back. */
  readonly setTime: (time: number) => void;
  /** False for people without papers, and without the companies that are there for their migration alone. */
  readonly papers: boolean;
  /** Where licences are kept; without it nobody is registered. */
  readonly licences?: Licences;
};

const FIRST_BOOKS = '2025-02-12';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Who looks after a company, and who deposits for it. */
const CARE: Readonly<
  Record<DemoCompanyCode, { readonly staff: readonly [DemoPersonCode, DemoPersonCode]; readonly client: DemoPersonCode }>
> = {
  bonnefoy: { staff: ['nadia', 'julien'], client: 'claire' },
  teppes: { staff: ['julien', 'nadia'], client: 'samira' },
  delorme: { staff: ['nadia', 'nadia'], client: 'paul' },
};

/** @throws when an act of the demonstration is refused by the server's own rules: a bug of ours */
export async function seedDemo(options: SeedOptions): Promise<void> {
  const { database, directory } = options;
  const hash = await passwordHash(DEMO_PASSWORD);
  const firm = seedPeople(directory, hash);
  seedReferences(directory, makeReferences(database, directory), firm);
  if (options.licences) {
    const staff = [firm.users.julien];
    seedRegisteredCompany({ ...options, licences: options.licences, hash, staff });
  }
  if (!options.papers) return;
  seedLightCompanies(options, firm, hash);
  await seedPapers(firm, options);
}

async function seedPapers(firm: DemoFirm, options: SeedOptions): Promise<void> {
  const { directory, roomLog, blobs, keys, random, now } = options;
  const known = dayInParis(now);
  const today = known < FIRST_BOOKS ? DEMO_TODAY : known;
  let time = 0;
  const clock = { now: () => time };
  const bus = memoryBus();
  const timeline = new Timeline(now, (at) => {
    time = at;
    options.setTime(at);
  });
  const writer = makeServerWriter({ log: roomLog, bus, clock, random });
  const devices = new SeedingDevices({
    accept: makeAccept({ log: roomLog, rules: makeRoomRules(directory, clock), bus, clock, limits: DEFAULT_LIMITS }),
    directory,
    clock,
    random,
  });
  const newId = <T extends string>(at: number) => makeId<T>(at, random.bytes(10));

  const received = async (dossier: DossierId, box: Holder, hash: BlobHash, size: number, uploader: UserId, at: number): Promise<void> => {
    const head = await roomLog.head();
    const facts = {
      firm: directory.firm().id,
      dossier,
      box,
      hash,
      size,
      at,
      uploader,
      cursor: head.cursor,
      head: head.hash,
      verdict: 'not-scanned',
    } as const;
    const record: Receipt = { v: 1, ...signed(keys.now().signer('receipts'), facts, receiptText) };
    await writer.setRecord(roomName({ kind: 'receipts', dossier, box }), hash, record, [{ dossier, box, hash, size, uploader, at }]);
  };

  const planDocument = async (
    code: DemoCompanyCode,
    document: DemoDocument,
    index: number,
    remarks: readonly DemoRemark[],
  ): Promise<void> => {
    const { fileName, mediaType, bytes, kind, comment, facts, fate, reason } = document;
    const dossier = firm.dossiers[code];
    const byHugo = fileName === 'ticket-carburant.pdf';
    const client = firm.users[byHugo ? 'hugo' : CARE[code].client];
    const box = byHugo ? ownBox(client) : boxOfKind(kind);
    // Left to itself, each act falls in office hours of its day; what would lie in the future moves to just before now.
    const captured = Math.min(officeHour(document.capturedOn, index), now - 80 * MINUTE);
    const year = yearInParis(captured);
    const id = newId<DocumentId>(captured);
    const hash = await blobs.put(bytes);
    const deposit: Deposit = {
      v: 1,
      hash,
      size: bytes.length,
      type: mediaType,
      name: fileName,
      kind,
      ...(comment === undefined ? {} : { comment }),
      ...(facts === undefined ? {} : { facts }),
      captured,
    };
    const rooms = {
      deposits: { kind: 'deposits', dossier, year, box } as Room,
      processing: { kind: 'processing', dossier, year, box } as Room,
    };

    timeline.add(captured + 20_000, 70, () => devices.write(client, rooms.deposits, id, deposit));
    timeline.add(captured + 40_000, 69, (at) => received(dossier, box, hash, bytes.length, client, at));
    const staff = firm.users[CARE[code].staff[index % 2] ?? CARE[code].staff[0]];
    if (fate !== 'received') timeline.add(captured + 21 * HOUR, 45, () => devices.write(staff, rooms.processing, `${id}/taken`, { v: 1 }));
    if (fate === 'accepted' || fate === 'refused') {
      const decision: Decision =
        fate === 'accepted' ? { v: 1, verdict: 'accepted', copy: deposit } : { v: 1, verdict: 'refused', reason: reason ?? '' };
      timeline.add(captured + 46 * HOUR, 20, () => devices.write(staff, rooms.processing, `${id}/decision`, decision));
    }
    for (const [order, remark] of remarks.entries()) {
      const side = remark.by === 'nadia' || remark.by === 'julien' ? 'firm' : 'client';
      timeline.add(captured + remark.after * HOUR, 15 - order, (at) =>
        devices.write(firm.users[remark.by], { kind: 'talk', dossier, box, side }, newId(at), { v: 1, about: id, text: remark.text }),
      );
    }
  };

  const planLedger = async (code: DemoCompanyCode, fiscalYear: number): Promise<void> => {
    const dossier = firm.dossiers[code];
    const book = demoBook(demoLedger(code, fiscalYear, today));
    const staff = firm.users[CARE[code].staff[0]];
    const at = Math.min(officeHour(closingDay(fiscalYear, today), fiscalYear), now - 90 * MINUTE);
    const id = newId(at);
    // As the firm's people do it: imported for the firm alone, then published to who may read the accounts.
    for (const file of book.files) {
      const hash = await blobs.put(file);
      for (const holder of BOOK_HOLDERS) timeline.add(at, 80, (then) => received(dossier, holder, hash, file.length, staff, then));
    }
    const final = { v: 1, final: fiscalYear < year };
    timeline.add(at + MINUTE, 79, () => devices.write(staff, { kind: 'internal', dossier }, `import/${id}`, book.manifest));
    timeline.add(at + MINUTE, 78, () => devices.write(staff, { kind: 'internal', dossier }, `import/${id}/final`, final));
    timeline.add(at + MINUTE, 77, () => devices.write(staff, { kind: 'ledger', dossier }, id, { ...book.manifest, published: true }));
    timeline.add(at + MINUTE, 76, () => devices.write(staff, { kind: 'ledger', dossier }, `${id}/final`, final));
  };

  const year = Number(today.slice(0, 4));
  for (const code of Object.values(DEMO_COMPANIES).map((company) => company.code)) {
    const talkedOf = new Set<string>();
    for (const [index, document] of (await demoDocuments(code, today)).entries()) {
      if (isAskedFor(code, document)) continue;
      const { supplier } = document;
      const remarks = talkedOf.has(supplier) ? [] : DEMO_REMARKS.filter(({ company, about }) => company === code && about === supplier);
      talkedOf.add(supplier);
      await planDocument(code, document, index, remarks);
    }
    for (const fiscalYear of [year - 1, year]) if (hasBooks(fiscalYear, today)) await planLedger(code, fiscalYear);
  }
  for (const { company, by, daysAgo, ...request } of demoRequests(today)) {
    const at = officeHour(dayInParis(now - daysAgo * 24 * HOUR), daysAgo);
    const room: Room = { kind: 'processing', dossier: firm.dossiers[company], year, box: boxOfKind(request.kind) };
    timeline.add(at, 60, (then) => devices.write(firm.users[by], room, `request/${newId(then)}`, { v: 1, ...request }));
  }
  const ids = new Map<string, string>();
  for (const [index, sending] of demoSendings(today).entries()) planSending(sending, index);
  await timeline.run();

  function planSending({ company, states, reference, corrects, ...facts }: DemoSending, index: number): void {
    const dossier = firm.dossiers[company];
    const moments = states.map(({ on }, step) => officeHour(on, index) + step * 3 * MINUTE);
    const id = newId<string>(moments[0] ?? now);
    ids.set(reference, id);
    const corrected = corrects === undefined ? undefined : ids.get(corrects);
    for (const step of states.keys()) {
      timeline.add(moments[step] ?? now, 30 - step, async (then) => {
        const known = states.slice(0, step + 1).map(({ state, detail: why }, i) => ({
          state,
          at: i === step ? then : (moments[i] ?? then),
          claimed: (moments[i] ?? then) - 4_000,
          ...(why === undefined ? {} : { detail: why }),
        }));
        const record: Sending = { v: 1, ...facts, reference, ...(corrected === undefined ? {} : { corrects: corrected }), states: known };
        await writer.setRecord(roomName({ kind: 'sendings', dossier, box: boxOfSending(facts.kind) }), id, record);
      });
    }
  }
}

/** The invoice that Atelier Bonnefoy is still asked for (`conversations.ts`) has not come in. */
function isAskedFor(code: DemoCompanyCode, document: DemoDocument): boolean {
  return code === 'bonnefoy' && document.supplier === 'Quincaillerie Roblin' && document.amountCents === 48_620;
}

/** Some minute of an office day, the same for the same day and number. */
function officeHour(day: string, number: number): number {
  const minutes = (number * 47 + Number(day.slice(8)) * 13) % (9 * 60);
  return (
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: { hour: 8, minute: 30 } }).epochMilliseconds +
    minutes * MINUTE
  );
}

/** A month counts once closed, on the 12th of the next. */
function hasBooks(fiscalYear: number, today: string): boolean {
  return fiscalYear >= 2025 && today >= `${fiscalYear}-02-12`;
}

/** The day the firm published a ledger: after the year's last closing, or after the last month's. */
function closingDay(fiscalYear: number, today: string): string {
  const next = `${fiscalYear + 1}-01-12`;
  if (today >= next) return next;
  return today.slice(8) >= '12'
    ? `${today.slice(0, 7)}-12`
    : Temporal.PlainDate.from(today).subtract({ months: 1 }).with({ day: 12 }).toString();
}
