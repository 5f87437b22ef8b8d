/**
 * `DeviceDoors` in memory, for the gallery and the tests of screens: people, documents in every state, a queue, requests,
 * ledgers. Acts change what is held, as the device would; nothing is kept and nothing is sent.
 */
import type {
  AccountView,
  Books,
  Capture,
  CommandDoor,
  CommandRefusal,
  CommentView,
  Departure,
  DepositChoice,
  DeviceDoors,
  DocumentRow,
  DossierAccess,
  FirmView,
  LastChoice,
  Library,
  RefusedWrite,
  SendingView,
  SyncStatus,
  RequestView,
} from '@navette/device/model';
import { pageOf } from '@navette/device/list-rules';
import type { CommentId, DocumentId, UserId } from '@navette/kernel/ids';
import type { ClientRight } from '@navette/domain/membership';
import { ok, refuse, type Result } from '@navette/kernel/result';
import * as v from 'valibot';
import {
  ATELIER,
  SAMPLE_COMMENTS,
  SAMPLE_DEPARTURES,
  sampleHandedIn,
  SAMPLE_LEDGERS,
  SAMPLE_NOW,
  SAMPLE_REQUESTS,
  sampleAccount,
  sampleHash,
  sampleId,
  sampleRows,
  UNSAID,
} from './sample-data.ts';
import { sampleCapture } from './sample-capture.ts';
import { sampleBooks } from './sample-books.ts';
import { sampleArchive, type SampleArchive } from './sample-archive.ts';
import { Held, view } from './held.ts';
import { sampleJournal, type SampleJournal } from './sample-journal.ts';
import { sampleActs } from './sample-acts.ts';
import { sampleFollowUp, samplePast } from './sample-migrations.ts';
import { samplePdf } from './sample-pdf.ts';
import { sampleSendings } from './sample-sendings.ts';

export type SampleOptions = {
  readonly side?: 'client' | 'staff';
  readonly signedIn?: boolean;
  readonly companies?: number;
  readonly documents?: number;
  readonly demo?: boolean;
  readonly sync?: 'fine' | 'offline' | 'failed' | 'sign-in-needed';
  readonly tray?: boolean;
  readonly refused?: boolean;
  /** Accesses that were withdrawn from this person. */
  readonly departures?: boolean;
  /** Work of people who have left, in the firm's tray. */
  readonly handedIn?: boolean;
  readonly migration?: AccountView['migration'];
  readonly firmRole?: 'admin' | 'staff';
  /** How the person signs in; a password alone without it. */
  readonly security?: AccountView['security'];
  readonly access?: readonly DossierAccess[];
  readonly sendings?: readonly SendingView[];
  /** Firms somebody is signed in to here beside the first one. */
  readonly otherFirms?: readonly FirmView[];
  /** What stands in the person's account room, by key. */
  readonly published?: Readonly<Record<string, unknown>>;
  /** Drafts that were kept on the device, by name. */
  readonly drafts?: Readonly<Record<string, unknown>>;
  /** What the server answers to a command; unreachable without it. */
  readonly commands?: (name: string, body: unknown) => Result<unknown, CommandRefusal> | undefined;
  /** Fingerprint the server had when this device last met it: another one than now. */
  readonly keyBefore?: string;
  /** Imported fiscal years; none without it. */
  readonly books?: Books;
  /** Published documents, beside the usual ones or in their place; `kept` are here. */
  readonly archive?: SampleArchive;
  /** The journal, in the place of the usual one. */
  readonly journal?: SampleJournal;
  /** What a client may do with entries; to read them without it. */
  readonly accounts?: ClientRight['accounts'];
  /** Where files are: on this device, or only on the server. */
  readonly bytes?: 'here' | 'away';
};

/** The same account with another right to entries, of a client. */
function withAccounts(account: AccountView, accounts: ClientRight['accounts'] | undefined): AccountView {
  if (accounts === undefined) return account;
  const dossiers = account.dossiers.map((one) => (one.right.side === 'client' ? { ...one, right: { ...one.right, accounts } } : one));
  return { ...account, dossiers };
}

function sampleTray(): readonly Capture[] {
  return [
    {
      id: sampleId<DocumentId>(7, 1),
      name: 'HX-88120-11.pdf',
      type: 'application/pdf',
      size: 84_000,
      hash: sampleHash(1),
      capturedAt: SAMPLE_NOW,
      origin: 'https://telecom-hexa.example/espace/factures',
      way: 'link',
      status: { tag: 'ready' },
    },
    {
      id: sampleId<DocumentId>(7, 2),
      name: 'facture-octobre.pdf',
      type: 'application/pdf',
      size: 0,
      hash: null,
      capturedAt: SAMPLE_NOW,
      origin: 'https://energie-cimes.example/',
      way: 'link',
      status: { tag: 'fetching', url: 'https://energie-cimes.example/f/10' },
    },
    {
      id: sampleId<DocumentId>(7, 3),
      name: 'releve-septembre.pdf',
      type: 'application/pdf',
      size: 0,
      hash: null,
      capturedAt: SAMPLE_NOW,
      origin: 'https://banque.example/releves',
      way: 'link',
      status: { tag: 'failed', url: 'https://banque.example/r/9', reason: 'session-expired' },
    },
  ];
}

export function sampleDoors(options: SampleOptions = {}): DeviceDoors {
  const {
    side = 'client',
    signedIn = true,
    companies = side === 'staff' ? 21 : 1,
    documents = 134,
    demo = true,
    sync = 'fine',
    migration = 'finalised',
  } = options;
  const who: AccountView = {
    ...withAccounts(sampleAccount(side, companies, demo, migration), options.accounts),
    ...(options.firmRole ? { firmRole: options.firmRole } : {}),
    ...(options.security ? { security: options.security } : {}),
  };
  const account = new Held<AccountView | null>(signedIn ? who : null);
  const documentsOf = (n: number) => (n === 0 ? documents : Math.min(documents, [6, 0, 4, 3, 9][n % 5] ?? 2));
  const rows = new Held<readonly DocumentRow[]>(
    who.dossiers
      .flatMap(({ id }, n) => sampleRows(id, documentsOf(n), n === 0 ? 4 : 100 + n))
      .filter((row) => sync === 'failed' || row.delay === null || side === 'client')
      .map((row) =>
        row.delay === null
          ? row
          : sync === 'failed'
            ? row
            : {
                ...row,
                delay: sync === 'offline' ? { problem: 'offline' as const, nextAt: null } : null,
                progress: null,
                state: sync === 'offline' ? ('local' as const) : ('sent' as const),
              },
      )
      .toSorted((a, b) => b.capturedAt - a.capturedAt),
  );
  const tray = new Held<readonly Capture[]>(options.tray === true ? sampleTray() : []);
  const refused = new Held<readonly RefusedWrite[]>(
    options.refused === true
      ? [{ id: sampleId(8, 1), at: SAMPLE_NOW, what: 'deposit', document: sampleId<DocumentId>(4, 9), reason: 'forbidden' }]
      : [],
  );
  const departures = new Held<readonly Departure[]>(options.departures === true ? SAMPLE_DEPARTURES : []);
  let { keyBefore } = options;
  let handed = options.handedIn === true ? sampleHandedIn(side === 'staff') : [];
  const lastChoice = new Held<LastChoice>({ dossier: companies === 1 ? ATELIER : null, kind: 'purchase-invoices' });
  const comments = new Held(SAMPLE_COMMENTS);
  const local = rows.value.filter(({ state }) => state === 'local').length;
  const status = new Held<SyncStatus>({
    state: sync === 'offline' ? 'offline' : sync === 'sign-in-needed' ? 'sign-in-needed' : 'idle',
    problem: sync === 'offline' ? 'offline' : sync === 'failed' ? 'server-down' : sync === 'sign-in-needed' ? 'sign-in-needed' : null,
    lastSyncAt: SAMPLE_NOW - 18 * 60_000,
    nextTryAt: sync === 'failed' ? SAMPLE_NOW + 600_000 : null,
    waiting: local,
    refused: refused.value.length,
  });
  const drafts = new Held<ReadonlyMap<string, unknown>>(new Map(Object.entries(options.drafts ?? {})));
  const asked: CommandDoor['ask'] = async (command, body) => {
    const given = options.commands?.(command.name, body) ?? refuse({ tag: 'unreachable' as const });
    return given.ok ? ok(v.parse(command.answer, given.value)) : given;
  };
  let made = 0;
  const files = new Map<string, Blob>();
  const requests = new Held<readonly RequestView[]>(documents === 0 ? [] : SAMPLE_REQUESTS);
  const change = (id: DocumentId, by: Partial<DocumentRow>) => rows.set(rows.value.map((row) => (row.id === id ? { ...row, ...by } : row)));
  const makeRow = (
    id: DocumentId,
    name: string,
    type: string,
    size: number,
    hash: DocumentRow['hash'],
    choice: DepositChoice,
  ): DocumentRow => ({
    id,
    dossier: choice.dossier,
    box: 'common',
    year: 2026,
    name,
    kind: choice.kind,
    kindConflict: null,
    type,
    size,
    hash,
    capturedAt: SAMPLE_NOW,
    author: who.user.id,
    state: 'local',
    sentAt: null,
    receivedAt: null,
    takenAt: null,
    takenBy: null,
    decidedAt: null,
    decidedBy: null,
    reason: null,
    ...UNSAID,
    facts: choice.facts ?? null,
    from: choice.from ?? null,
    withdrawn: false,
    answers: choice.answers ?? null,
    comments: 0,
    delay: null,
    progress: null,
    ...(choice.comment === undefined ? {} : { comment: choice.comment }),
  });

  const firms = new Held<readonly FirmView[]>([
    {
      key: 'first',
      origin: 'https://navette.example',
      firm: who.firm,
      person: who.user.name,
      dossiers: who.dossiers,
      waiting: 0,
      problem: null,
    },
    ...(options.otherFirms ?? []),
  ]);
  const comeToFront = (one: FirmView | undefined): void => {
    if (one === undefined) return account.set(null);
    firms.set([one, ...firms.value.filter(({ key }) => key !== one.key)]);
    // Whatever else a firm holds stays in its store: only who is there changes.
    account.set({
      ...who,
      firm: one.firm,
      dossiers: one.dossiers,
      user: { ...who.user, id: one.key === 'first' ? who.user.id : (one.key as UserId) },
    });
  };

  const library: Library = {
    account,
    firms: view(firms, (all) => (account.value === null ? [] : all)),
    tray,
    refused,
    departures,
    lastChoice,
    documents: (query) => view(rows, (all) => pageOf(all, query)),
    document: (id) => view(rows, (all) => all.find((row) => row.id === id) ?? null),
    comments: (id) => view(comments, (all) => all.get(id) ?? []),
    requests: (dossier) => view(requests, (all) => all.filter((request) => dossier === null || request.dossier === dossier)),
    ledgers: (dossier) => view(rows, () => (dossier === ATELIER && documents > 0 ? SAMPLE_LEDGERS : [])),
    access: (dossier) => view(rows, () => (options.access ?? []).filter((one) => dossier === null || one.dossier === dossier)),
    followUp: view(rows, () => sampleFollowUp(options.access ?? [])),
    migrationPast: (dossier) => view(rows, () => samplePast((options.access ?? []).find((one) => one.dossier === dossier))),
    published: (key) => view(rows, () => options.published?.[key]),
    sendings: (dossier) =>
      view(rows, () =>
        (options.sendings ?? (documents === 0 ? [] : sampleSendings(who.dossiers.slice(0, 6)))).filter(
          (one) => dossier === null || one.dossier === dossier,
        ),
      ),
    draft: (name) => view(drafts, (held) => held.get(name)),
    async saveDraft(name, value) {
      drafts.set(new Map([...drafts.value, [name, value]]));
      return ok(undefined);
    },
    async capture(file, about) {
      const hash = sampleHash(500_000 + ++made);
      files.set(hash, file);
      const capture: Capture = {
        id: about.id ?? sampleId<DocumentId>(9, made),
        name: about.name,
        type: file.type,
        size: file.size,
        hash,
        capturedAt: SAMPLE_NOW,
        way: about.way,
        status: { tag: 'ready' },
        ...(about.origin === undefined ? {} : { origin: about.origin }),
      };
      tray.set([...tray.value, capture]);
      return ok(capture);
    },
    async deposit(id, choice) {
      const capture = tray.value.find((one) => one.id === id);
      if (capture === undefined || capture.hash === null) return refuse({ tag: 'unknown-document' });
      tray.set(tray.value.filter((one) => one.id !== id));
      const row = makeRow(id, capture.name, capture.type, capture.size, capture.hash, choice);
      rows.set([row, ...rows.value]);
      lastChoice.set({ dossier: choice.dossier, kind: choice.kind });
      return ok(row);
    },
    async captureAndDeposit(file, about, choice) {
      const captured = await library.capture(file, about);
      return captured.ok ? library.deposit(captured.value.id, choice) : captured;
    },
    books: options.books ?? sampleBooks([]),
    archive: sampleArchive(options.archive ?? (documents === 0 ? { files: [] } : {}), who, { rows, tray }),
    journal: sampleJournal(options.journal ?? (documents === 0 ? { entries: [] } : {}), who),
    async discard(id) {
      tray.set(tray.value.filter((one) => one.id !== id));
      return ok(undefined);
    },
    async undoDeposit(id) {
      const row = rows.value.find((one) => one.id === id);
      if (row === undefined) return refuse({ tag: 'unknown-document' });
      if (row.state !== 'local') {
        change(id, { withdrawn: true });
        return ok('withdrawn');
      }
      rows.set(rows.value.filter((one) => one.id !== id));
      tray.set([
        ...tray.value,
        {
          id,
          name: row.name,
          type: row.type,
          size: row.size,
          hash: row.hash,
          capturedAt: row.capturedAt,
          way: 'pick',
          status: { tag: 'ready' },
        },
      ]);
      return ok('back-in-tray');
    },
    async addComment(about, text) {
      const said: CommentView = { id: sampleId<CommentId>(10, ++made), about, text, author: who.user.id, at: SAMPLE_NOW, sent: false };
      comments.set(new Map([...comments.value, [about, [...(comments.value.get(about) ?? []), said]]]));
      return ok(undefined);
    },
    async reclassify(id, kind) {
      change(id, { kind, kindConflict: null });
      return ok(undefined);
    },
    async takeIn(id) {
      change(id, { state: 'taken', takenAt: SAMPLE_NOW, takenBy: who.user.id });
      return ok(undefined);
    },
    async accept(id) {
      change(id, { state: 'accepted', decidedAt: SAMPLE_NOW, decidedBy: who.user.id });
      return ok(undefined);
    },
    async refuse(id, reason) {
      change(id, { state: 'refused', reason, decidedAt: SAMPLE_NOW, decidedBy: who.user.id });
      return ok(undefined);
    },
    ...sampleCapture({ rows }),
    ...sampleActs({ rows, requests, user: who.user.id, change, make: () => ++made }),
    async dismissRefused(id) {
      refused.set(refused.value.filter((write) => write.id !== id));
    },
    async noteExport() {},
    async dismissDeparture(id) {
      departures.set(departures.value.filter((one) => one.id !== id));
    },
    async bytes(hash) {
      if (options.bytes === 'away') return null;
      const row = rows.value.find((one) => one.hash === hash);
      const known = files.get(hash);
      if (known === undefined && row === undefined) return samplePdf(['Comptes annuels 2025', 'Bilan, actif', 'Total 268 514,85']);
      if (known !== undefined || row === undefined) return known ?? null;
      return row.type === 'application/pdf'
        ? samplePdf([row.name, 'Facture', 'Total HT 4 623,80', 'TVA 20 % 924,76', 'Total TTC 5 548,56'])
        : new Blob(['heures;octobre\n'], { type: row.type });
    },
    async roomLeft() {
      return 4_000_000_000;
    },
    async diagnostics() {
      return { device: { captures: tray.value.length }, firms: [] };
    },
  };
  return {
    library,
    sync: {
      status,
      async syncNow() {
        status.set({ ...status.value, lastSyncAt: SAMPLE_NOW });
      },
      async bring() {
        return options.bytes === 'away' ? refuse('offline') : ok(undefined);
      },
      async firmTray(answer) {
        if (sync === 'offline') return refuse('offline');
        handed = handed.filter(({ n }) => n !== answer?.n);
        return ok({ items: handed, more: false });
      },
    },
    session: {
      async lookUp(origin) {
        return origin.includes('nowhere')
          ? refuse({ tag: 'unreachable' })
          : ok({ origin, firm: who.firm, keyId: '7f3a91c204be5d60', ...(keyBefore !== undefined && { keyBefore }) });
      },
      async trustKey() {
        keyBefore = undefined;
        return ok(undefined);
      },
      async signIn(_origin, _email, password) {
        if (password === 'wrong') return refuse({ tag: 'wrong-credentials' });
        account.set(who);
        return ok(undefined);
      },
      async signOut(choice, which) {
        if (choice === 'erase' && status.value.waiting > 0) return refuse({ tag: 'unsent-work', waiting: status.value.waiting });
        firms.set(which === 'all' ? [] : firms.value.slice(1));
        comeToFront(firms.value[0]);
        return ok(undefined);
      },
      async switchTo(key) {
        comeToFront(firms.value.find((one) => one.key === key));
      },
      async signInBy(_origin, command, body) {
        const given = await asked(command, body);
        const said: unknown = given.ok ? given.value : null;
        if (typeof said === 'object' && said !== null && 'signedIn' in said && said.signedIn === true) account.set(who);
        return given;
      },
    },
    commands: { ask: asked },
  };
}
