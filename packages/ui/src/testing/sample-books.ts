/** Books for tests and pictures of screens: two invented fiscal years, answered by the code of the worker, in this thread. */
import { accountBalances } from '@navette/domain/ledger/balances';
import type { Ledger } from '@navette/domain/ledger/ledger';
import { answer } from '@navette/domain/ledger/questions';
import { ledgerOf, type WrittenLine } from '@navette/domain/ledger/ledger-of-lines';
import { checkFec, hasReserves } from '@navette/formats/check-fec';
import { readFec } from '@navette/formats/fec';
import { writeFec } from '@navette/formats/write-fec';
import { fecFileName } from '@navette/formats/fec-file-name';
import { fileLine } from '@navette/domain/ledger/ledger';
import type { Books, BookSettings, ExerciseView, Observable } from '@navette/device/model';
import type { BlobHash, DossierId, UserId } from '@navette/kernel/ids';
import { ok, refuse } from '@navette/kernel/result';

const CUSTOMERS = [
  ['C001', 'Hôtel des Arts'],
  ['C002', 'Mairie de Saint-Cergues'],
  ['C003', 'Cabinet Perrin & Fils'],
  ['C004', 'Boulangerie du Salève'],
  ['C005', 'Résidence Les Tilleuls'],
] as const;
const SUPPLIERS = [
  ['F001', 'Scierie du Vuache', '601000', 'Achats de matières premières'],
  ['F002', 'Électricité de Savoie', '606100', 'Eau, gaz, électricité'],
  ['F003', 'SCI des Bauges', '613200', 'Locations immobilières'],
  ['F004', 'Aubrac Transports', '624100', 'Transports sur achats'],
  ['F005', 'Maître Lacroix', '622600', 'Honoraires'],
] as const;

/** One year of a joinery: the same lines for the same arguments. */
export function sampleLedger(year: number, months = 12, grow = 1): Ledger {
  const lines: WrittenLine[] = [];
  let seed = year;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const day = (month: number, at: number) => `${year}-${String(month).padStart(2, '0')}-${String(at).padStart(2, '0')}`;
  let number = 0;
  const write = (journal: string, journalLabel: string, date: string, ref: string, label: string, all: readonly WrittenLine[]) => {
    number++;
    for (const one of all) lines.push({ journal, journalLabel, number: String(number), date, ref, label, ...one });
  };
  write('AN', 'À-nouveaux', day(1, 1), 'AN', 'Report à nouveau', [
    { account: '101000', credit: 3_000_000 },
    { account: '512000', debit: 2_240_000 },
    { account: '218300', debit: 760_000 },
  ]);
  for (let month = 1; month <= months; month++) {
    for (let at = 0; at < 4; at++) {
      const [code, name] = CUSTOMERS[Math.floor(random() * CUSTOMERS.length)] ?? CUSTOMERS[0];
      const net = Math.round((180_000 + random() * 420_000) * grow);
      const vat = Math.round(net * 0.2);
      const ref = `F-${year}-${String(number + 1).padStart(4, '0')}`;
      const paid = random() < (month < months - 1 ? 0.85 : 0.2);
      const letter = paid ? `A${number}` : '';
      write('VE', 'Ventes', day(month, 3 + at * 6), ref, `Facture ${name}`, [
        { account: '411000', third: code, debit: net + vat, letter, ...(paid ? { letterDate: day(Math.min(month + 1, 12), 12) } : {}) },
        { account: '706000', credit: net },
        { account: '445710', credit: vat },
      ]);
      if (paid)
        write('BQ', 'Banque', day(Math.min(month + 1, months), 12), `V${number}`, `Virement ${name}`, [
          { account: '512000', debit: net + vat },
          { account: '411000', third: code, credit: net + vat, letter, letterDate: day(Math.min(month + 1, 12), 12) },
        ]);
    }
    for (const [code, name, account] of SUPPLIERS) {
      const net = Math.round((24_000 + random() * 130_000) * grow);
      const vat = Math.round(net * 0.2);
      const paid = random() < (month < months - 1 ? 0.9 : 0.3);
      const letter = paid ? `B${number}` : '';
      const ref = `${code.slice(1)}${year}${month}`;
      write('AC', 'Achats', day(month, 8), ref, name, [
        { account, debit: net },
        { account: '445660', debit: vat },
        { account: '401000', third: code, credit: net + vat, letter },
      ]);
      if (paid)
        write('BQ', 'Banque', day(month, 26), `P${number}`, `Règlement ${name}`, [
          { account: '401000', third: code, debit: net + vat, letter },
          { account: '512000', credit: net + vat },
        ]);
    }
    const pay = Math.round(380_000 * grow);
    write('OD', 'Opérations diverses', day(month, 28), `PAIE${month}`, `Paie ${month}/${year}`, [
      { account: '641000', debit: pay },
      { account: '645000', debit: Math.round(pay * 0.42) },
      { account: '431000', credit: Math.round(pay * 0.42) },
      { account: '421000', credit: pay },
    ]);
    write('BQ', 'Banque', day(month, 28), `SAL${month}`, 'Salaires et cotisations', [
      { account: '421000', debit: pay },
      { account: '431000', debit: Math.round(pay * 0.42) },
      { account: '512000', credit: pay + Math.round(pay * 0.42) },
    ]);
  }
  const made = ledgerOf(lines);
  const names = new Map<string, string>([...CUSTOMERS, ...SUPPLIERS.map(([code, name]) => [code, name] as const)]);
  const labels: Readonly<Record<string, string>> = {
    ...Object.fromEntries(SUPPLIERS.map(([, , account, label]) => [account, label])),
    '101000': 'Capital',
    '218300': 'Matériel informatique',
    '401000': 'Fournisseurs',
    '411000': 'Clients',
    '421000': 'Personnel, rémunérations dues',
    '431000': 'Sécurité sociale',
    '445660': 'TVA déductible',
    '445710': 'TVA collectée',
    '512000': 'Banque',
    '641000': 'Rémunérations du personnel',
    '645000': 'Charges de sécurité sociale',
    '706000': 'Prestations de services',
  };
  return {
    ...made,
    accounts: made.accounts.map(({ code }) => ({ code, label: labels[code] ?? code })),
    thirdParties: made.thirdParties.map(({ code }) => ({ code, label: names.get(code) ?? '' })),
  };
}

export const NO_SETTINGS: BookSettings = { kind: null, taxes: {}, usualTerm: null, terms: new Map(), showVat: false };
const HASH = '0'.repeat(64) as BlobHash;

export function sampleExercise(dossier: DossierId, ledger: Ledger, year: number, more: Partial<ExerciseView> = {}): ExerciseView {
  const summary = answer(ledger, 'figures', {});
  return {
    id: `0000000000000000000000${year}`,
    dossier,
    start: `${year}-01-01`,
    closing: `${year}-12-31`,
    through: summary.last ?? `${year}-12-31`,
    final: year < 2026,
    published: true,
    inForce: true,
    name: `552100554FEC${year}1231.txt`,
    siren: '552100554',
    lines: ledger.rows,
    entries: ledger.entries,
    reserves: false,
    importedAt: Date.UTC(2026, 10, 3, 9),
    by: '00000000000000000000000staff' as UserId,
    summary,
    files: { figures: HASH, words: HASH, source: HASH },
    here: true,
    ...more,
  };
}

type Held = { readonly exercise: ExerciseView; readonly ledger: Ledger };

/** @param held exercises with their ledgers, the newest first; @param view makes an observable of what is held, as the other samples do */
export function sampleBooks(held: readonly Held[], settings: BookSettings = NO_SETTINGS): Books {
  let all = [...held];
  let set = settings;
  const listeners = new Set<() => void>();
  const tell = () => listeners.forEach((one) => one());
  const view = <T>(pick: () => T): Observable<T> => ({
    subscribe(listener) {
      const say = () => listener(pick());
      listeners.add(say);
      say();
      return () => void listeners.delete(say);
    },
  });
  const change = (id: string, by: Partial<ExerciseView>) => {
    all = all.map((one) => (one.exercise.id === id ? { ...one, exercise: { ...one.exercise, ...by } } : one));
    tell();
    return Promise.resolve(ok(undefined));
  };
  const pending = new Map<object, Ledger>();
  return {
    exercises: (dossier) => view(() => all.map(({ exercise }) => exercise).filter((one) => one.dossier === dossier)),
    settings: () => view(() => set),
    async open(exercise) {
      const found = all.find((one) => one.exercise.id === exercise.id);
      if (!found || !found.exercise.here) return refuse({ tag: 'not-here' });
      return ok({
        ask: async (what, ask) => answer(found.ledger, what, ask),
        close: () => undefined,
        async write(options) {
          const { pieces, replaced } = writeFec(found.ledger, options);
          return { file: new Blob([...pieces]), replaced };
        },
      });
    },
    read: (file, progress) => ({
      result: (async () => {
        const read = readFec(new Uint8Array(await file.arrayBuffer()));
        progress(file.size, file.size);
        if (!read.ok) return read;
        const { ledger } = read.value;
        const findings = checkFec(read.value, file.name);
        const named = fecFileName(file.name);
        const summary = answer(ledger, 'figures', {});
        const book = {
          name: file.name,
          siren: named?.siren ?? null,
          start: summary.first ?? '',
          closing: named?.closing ?? summary.last ?? '',
          through: summary.last ?? '',
          lines: ledger.rows,
          entries: ledger.entries,
          findings,
          lineOf: new Map(findings.flatMap(({ rows }) => rows).map((row) => [row, fileLine(ledger, row)])),
          reserves: hasReserves(findings),
          summary,
          files: { figures: new Blob(), words: new Blob(), source: file },
        };
        pending.set(book, ledger);
        return ok(book);
      })(),
      cancel: () => undefined,
    }),
    async keep(dossier, book) {
      const ledger = pending.get(book) ?? sampleLedger(2026);
      const year = Number(book.closing.slice(0, 4));
      const exercise = sampleExercise(dossier, ledger, year, {
        id: `0000000000000000000001${year}`,
        published: false,
        name: book.name,
        reserves: book.reserves,
        closing: book.closing,
      });
      all = [
        { exercise, ledger },
        ...all.map((one) => (one.exercise.closing === book.closing ? { ...one, exercise: { ...one.exercise, inForce: false } } : one)),
      ];
      tell();
      return ok(exercise.id);
    },
    publish: (id, published) => change(id, { published }),
    setFinal: (id, final) => change(id, { final }),
    async putInForce(id) {
      const closing = all.find((one) => one.exercise.id === id)?.exercise.closing;
      all = all.map((one) =>
        one.exercise.closing === closing ? { ...one, exercise: { ...one.exercise, inForce: one.exercise.id === id } } : one,
      );
      tell();
      return ok(undefined);
    },
    async changes(before, after) {
      const [a, b] = [before, after].map((one) => all.find(({ exercise }) => exercise.id === one.id)?.ledger);
      if (!a || !b) return null;
      const off = accountBalances(b).length - accountBalances(a).length;
      return { added: Math.max(0, b.rows - a.rows), removed: Math.max(0, a.rows - b.rows), changed: Math.abs(off), examples: [] };
    },
    async saveSettings(_, wanted) {
      set = wanted;
      tell();
      return ok(undefined);
    },
    source: async () => new Blob(['JournalCode\t…\n']),
  };
}
