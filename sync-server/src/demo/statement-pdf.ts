// A bank statement of the demonstration as PDF: the bank account of the books over one month.
// Invariant: opening balance + credits - debits = closing balance, printed and checked before drawing.

import type { Books } from './books.ts';
import { type IsoDay, addDays, frenchDay, frenchMonth, slashedDay } from './calendar-days.ts';
import type { DemoCompany } from './demo-companies.ts';
import { spaced } from './demo-identifiers.ts';
import { amount, euros } from './french-figures.ts';
import { drawLogo } from './logos.ts';
import { A4, INK, INK_SOFT, RULE, RULE_SOFT, type Sheet, openSheet } from './pdf-sheet.ts';

/** The imaginary bank of the three companies. */
export const DEMO_BANK = 'Banque du Haut-Val';

const COLOR = '#17456b';
const COLUMNS = { date: 42, label: 98, value: 352, debit: 462, credit: 553 } as const;

/** One movement: positive in, negative out, in cents. */
export interface Movement {
  readonly date: IsoDay;
  readonly label: string;
  readonly cents: number;
}

/** A month of the bank account. */
export interface Statement {
  readonly from: IsoDay;
  readonly to: IsoDay;
  readonly opening: number;
  readonly closing: number;
  readonly movements: readonly Movement[];
}

/** The statement of the last month of the books. */
export function statementOf(books: Books): Statement {
  const from = `${books.through.slice(0, 8)}01`;
  const movements: Movement[] = [];
  let opening = 0;
  let closing = 0;
  for (const each of books.entries) {
    const cents = each.lines.reduce((sum, line) => (line.account.startsWith('512') ? sum + line.cents : sum), 0);
    if (cents === 0) continue;
    closing += cents;
    if (each.date < from || each.journal === 'AN') opening += cents;
    else movements.push({ date: each.date, label: `${each.label} ${each.piece}`, cents });
  }
  return { from, to: books.through, opening, closing, movements };
}

/** As banks print labels: upper case, no accents. */
function bankLabel(label: string): string {
  return label
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('’', ' ')
    .toUpperCase()
    .replace(/^VIREMENT/, 'VIR')
    .replace(/^REGLEMENT/, 'VIR')
    .replace(/^PRELEVEMENT/, 'PRLV')
    .slice(0, 50);
}

function drawHead(sheet: Sheet, company: DemoCompany, statement: Statement, page: number, pages: number): number {
  drawLogo(sheet, 'bank', 42, 40, 32, COLOR);
  sheet.text(86, 56, DEMO_BANK, { face: 'bold', size: 16, color: COLOR });
  sheet.text(86, 70, 'Agence de Valbrenne, 2 rue du Change', { size: 8.5, color: INK_SOFT });
  sheet.text(553, 56, 'Relevé de compte courant', { face: 'bold', size: 14, align: 'right' });
  sheet.text(553, 70, `${frenchMonth(statement.to)} · page ${page} sur ${pages}`, { size: 8.5, color: INK_SOFT, align: 'right' });
  sheet.rule(42, 86, 553, COLOR, 1.4);
  if (page > 1) return 112;
  const facts = [
    ['Période', `du ${frenchDay(statement.from)} au ${frenchDay(statement.to)}`],
    ['IBAN', spaced(company.iban, 4)],
    ['Code BIC', 'HTVLFR2X'],
  ] as const;
  facts.forEach(([name, value], index) => {
    sheet.text(42, 120 + index * 18, name, { size: 8.5, color: INK_SOFT });
    sheet.text(98, 120 + index * 18, value, { size: 10 });
  });
  sheet.text(352, 120, company.legalName, { face: 'bold', size: 11 });
  company.address.forEach((line, index) => sheet.text(352, 135 + index * 14, line, { size: 10.5 }));
  return 198;
}

function drawColumns(sheet: Sheet, y: number): number {
  sheet.box(42, y, 511, 20, { fill: COLOR });
  const head = { face: 'bold', size: 8.8, color: '#ffffff' } as const;
  sheet.text(COLUMNS.date + 6, y + 13.5, 'Date', head);
  sheet.text(COLUMNS.label, y + 13.5, 'Libellé', head);
  sheet.text(COLUMNS.value, y + 13.5, 'Valeur', head);
  sheet.text(COLUMNS.debit, y + 13.5, 'Débit', { ...head, align: 'right' });
  sheet.text(COLUMNS.credit - 6, y + 13.5, 'Crédit', { ...head, align: 'right' });
  return y + 20;
}

function drawBalance(sheet: Sheet, y: number, label: string, cents: number): number {
  sheet.box(42, y, 511, 22, { fill: '#EEF3F7' });
  sheet.text(COLUMNS.label, y + 14.5, label, { face: 'bold', size: 9.5 });
  const x = cents < 0 ? COLUMNS.debit : COLUMNS.credit - 6;
  sheet.text(x, y + 14.5, amount(Math.abs(cents)), { face: 'bold', size: 9.5, align: 'right' });
  return y + 22;
}

function drawMovement(sheet: Sheet, y: number, movement: Movement): number {
  const cell = { size: 9 } as const;
  sheet.text(COLUMNS.date + 6, y + 12, slashedDay(movement.date).slice(0, 5), cell);
  sheet.text(COLUMNS.label, y + 12, bankLabel(movement.label), { size: 8.2 });
  sheet.text(COLUMNS.value, y + 12, slashedDay(addDays(movement.date, movement.cents > 0 ? 1 : 0)).slice(0, 5), {
    ...cell,
    color: INK_SOFT,
  });
  const x = movement.cents < 0 ? COLUMNS.debit : COLUMNS.credit - 6;
  sheet.text(x, y + 12, amount(Math.abs(movement.cents)), { ...cell, align: 'right' });
  sheet.rule(42, y + 17, 553, RULE_SOFT);
  return y + 17;
}

/** Draws a statement. Throws RangeError when its balances do not tie. */
export async function statementPdf(company: DemoCompany, statement: Statement): Promise<Uint8Array> {
  const credits = statement.movements.reduce((sum, { cents }) => sum + Math.max(cents, 0), 0);
  const debits = statement.movements.reduce((sum, { cents }) => sum + Math.max(-cents, 0), 0);
  if (statement.opening + credits - debits !== statement.closing) throw new RangeError('the statement does not tie');
  const count = statement.movements.length;
  // a last page keeps room for the balances, and is never left with a row or two
  const firstPage = count <= 28 ? count : Math.min(31, count - 5);
  const nextPages = 36;
  const pages = 1 + Math.ceil((count - firstPage) / nextPages);
  const sheet = await openSheet(A4, {
    title: `Relevé de compte, ${company.name}, ${frenchMonth(statement.to)}`,
    author: DEMO_BANK,
    on: statement.to,
  });
  for (let page = 1; page <= pages; page += 1) {
    if (page > 1) sheet.turn();
    const start = page === 1 ? 0 : firstPage + (page - 2) * nextPages;
    const rows = statement.movements.slice(start, page === 1 ? firstPage : start + nextPages);
    let y = drawColumns(sheet, drawHead(sheet, company, statement, page, pages));
    if (page === 1) y = drawBalance(sheet, y, `Solde précédent au ${frenchDay(addDays(statement.from, -1))}`, statement.opening);
    for (const movement of rows) y = drawMovement(sheet, y, movement);
    if (page === pages) {
      sheet.text(COLUMNS.label, y + 15, 'Total des mouvements', { size: 9.5, color: INK_SOFT });
      sheet.text(COLUMNS.debit, y + 15, amount(debits), { size: 9.5, color: INK_SOFT, align: 'right' });
      sheet.text(COLUMNS.credit - 6, y + 15, amount(credits), { size: 9.5, color: INK_SOFT, align: 'right' });
      y = drawBalance(sheet, y + 24, `Nouveau solde au ${frenchDay(statement.to)}`, statement.closing);
      sheet.rule(42, y + 1, 553, INK);
      sheet.rule(42, y + 3.5, 553, INK);
      sheet.text(553, y + 20, `Soit ${euros(statement.closing)}`, { size: 8.5, color: INK_SOFT, align: 'right' });
    } else {
      sheet.text(553, y + 16, 'Suite page suivante', { size: 8.5, color: INK_SOFT, align: 'right' });
    }
    sheet.rule(42, 792, 553, RULE);
    sheet.text(42, 806, `${DEMO_BANK}, société fictive. Document de démonstration.`, { size: 8, color: INK_SOFT });
  }
  return sheet.bytes();
}
