// Four layouts of an invoice, from the same content: classic, band, serif, column.
// Each places the shared pieces on an A4 sheet; none computes a figure.

import { frenchDay } from './calendar-days.ts';
import { euros } from './french-figures.ts';
import { invoiceTotals } from './invoice-amounts.ts';
import { type InvoiceContent, type PartsStyle, drawLines, drawTotals, legalFoot, paymentNotes } from './invoice-parts.ts';
import { drawLogo } from './logos.ts';
import { INK, INK_SOFT, RULE, type Sheet, type TextStyle } from './pdf-sheet.ts';

const CAPTION: TextStyle = { size: 8.5, color: INK_SOFT };

function drawFoot(sheet: Sheet, content: InvoiceContent, style: PartsStyle, align: 'left' | 'center' = 'left'): void {
  const { left, right, face } = style;
  const x = align === 'left' ? left : (left + right) / 2;
  const small: TextStyle = { face, size: 8.5, color: INK_SOFT, align };
  const notes = paymentNotes(content);
  notes.forEach((note, index) => sheet.text(x, 752 - (notes.length - index) * 13, note, small));
  sheet.rule(left, 772, right, RULE);
  legalFoot(content.issuer).forEach((line, index) => sheet.text(x, 788 + index * 12, line, { ...small, size: 8 }));
  if (content.paging !== undefined) {
    sheet.text(right, 812, content.paging, { ...small, size: 8, align: 'right' });
  }
}

function drawRecipient(sheet: Sheet, content: InvoiceContent, x: number, y: number, style: PartsStyle): void {
  sheet.text(x, y, 'Facturé à', { ...CAPTION, face: style.face });
  sheet.text(x, y + 16, content.recipient.legalName, { face: style.bold, size: 11 });
  content.recipient.address.forEach((line, index) => sheet.text(x, y + 31 + index * 14, line, { face: style.face, size: 10.5 }));
}

function drawClassic(sheet: Sheet, content: InvoiceContent): void {
  const { issuer } = content;
  const style: PartsStyle = { left: 48, right: 547, face: 'sans', bold: 'bold', size: 10, head: 'ruled', color: issuer.color };
  drawLogo(sheet, issuer.logo, 48, 50, 30, issuer.color);
  sheet.text(89, 64, issuer.name, { face: 'bold', size: 16 });
  sheet.text(89, 79, issuer.address.join(', '), CAPTION);
  sheet.text(547, 64, 'Facture', { face: 'bold', size: 16, align: 'right' });
  sheet.text(547, 79, content.number, { size: 10.5, color: INK_SOFT, align: 'right' });
  sheet.text(48, 136, 'Date', CAPTION);
  sheet.text(48, 151, frenchDay(content.date), { size: 10.5 });
  sheet.text(48, 176, 'Échéance', CAPTION);
  sheet.text(48, 191, frenchDay(content.due), { size: 10.5 });
  drawRecipient(sheet, content, 330, 136, style);
  if (content.subject !== undefined) sheet.text(48, 234, content.subject, { face: 'bold', size: 10.5 });
  drawTotals(sheet, content, drawLines(sheet, content, 252, style), style);
  drawFoot(sheet, content, style);
}

function drawBand(sheet: Sheet, content: InvoiceContent): void {
  const { issuer } = content;
  const style: PartsStyle = { left: 42, right: 553, face: 'sans', bold: 'bold', size: 9.8, head: 'filled', color: issuer.color };
  sheet.box(0, 0, sheet.width, 104, { fill: issuer.color });
  drawLogo(sheet, issuer.logo, 42, 34, 36, '#ffffff', issuer.color);
  sheet.text(92, 52, issuer.name, { face: 'bold', size: 18, color: '#ffffff' });
  sheet.text(92, 67, `${issuer.address.join(', ')} · ${issuer.site}`, { size: 8.5, color: '#ffffff' });
  sheet.text(553, 52, 'FACTURE', { face: 'bold', size: 14, color: '#ffffff', align: 'right' });
  sheet.text(553, 67, content.number, { size: 10, color: '#ffffff', align: 'right' });
  const facts = [
    ['Numéro', content.number],
    ['Date', frenchDay(content.date)],
    ['Échéance', frenchDay(content.due)],
  ] as const;
  facts.forEach(([name, value], index) => {
    sheet.text(42, 140 + index * 30, name, CAPTION);
    sheet.text(42, 153 + index * 30, value, { size: 10.5 });
  });
  sheet.box(312, 124, 241, 92, { stroke: RULE, width: 0.8 });
  drawRecipient(sheet, content, 328, 146, style);
  if (content.subject !== undefined) sheet.text(42, 250, content.subject, { face: 'bold', size: 10.5 });
  drawTotals(sheet, content, drawLines(sheet, content, 264, style), style);
  drawFoot(sheet, content, style);
}

function drawSerif(sheet: Sheet, content: InvoiceContent): void {
  const { issuer } = content;
  const style: PartsStyle = { left: 60, right: 535, face: 'serif', bold: 'serifBold', size: 11, head: 'ruled', color: issuer.color };
  const middle = sheet.width / 2;
  drawLogo(sheet, issuer.logo, middle - 15, 40, 30, issuer.color);
  sheet.text(middle, 94, issuer.name, { face: 'serifBold', size: 21, color: issuer.color, align: 'center' });
  sheet.text(middle, 110, `${issuer.address.join(', ')} · ${issuer.site}`, { face: 'serif', size: 9.5, color: INK_SOFT, align: 'center' });
  sheet.rule(60, 124, 535, issuer.color, 1.4);
  sheet.rule(60, 127, 535, issuer.color, 0.5);
  sheet.text(60, 164, `Facture n° ${content.number}`, { face: 'serifBold', size: 15 });
  sheet.text(60, 183, `du ${frenchDay(content.date)}`, { face: 'serifItalic', size: 11.5 });
  sheet.text(60, 199, `à régler le ${frenchDay(content.due)}`, { face: 'serifItalic', size: 11.5 });
  drawRecipient(sheet, content, 352, 152, style);
  if (content.subject !== undefined) sheet.text(60, 240, content.subject, { face: 'serifItalic', size: 12 });
  drawTotals(sheet, content, drawLines(sheet, content, 256, style), style);
  drawFoot(sheet, content, style, 'center');
}

/** A small bar history: quiet bars, the current one in the brand colour. */
function drawUsage(sheet: Sheet, usage: NonNullable<InvoiceContent['usage']>, x: number, y: number, color: string): void {
  sheet.text(x, y, usage.caption, { size: 8.5, color: INK_SOFT });
  const most = Math.max(...usage.values, 1);
  const base = y + 72;
  usage.values.forEach((value, index) => {
    const height = Math.round((value / most) * 54);
    const last = index === usage.values.length - 1;
    sheet.box(x + index * 22, base - height, 14, height, { fill: last ? color : '#CBD5D7' });
    if (last) sheet.text(x + index * 22 + 7, base - height - 4, String(value), { face: 'bold', size: 7.5, align: 'center' });
  });
  sheet.rule(x, base + 0.5, x + usage.values.length * 22 - 8, INK_SOFT, 0.6);
}

function drawColumn(sheet: Sheet, content: InvoiceContent): void {
  const { issuer } = content;
  const style: PartsStyle = { left: 204, right: 555, face: 'sans', bold: 'bold', size: 9, head: 'ruled', color: issuer.color };
  sheet.box(0, 0, 172, sheet.height, { fill: '#F1F4F5' });
  sheet.box(0, 0, 6, sheet.height, { fill: issuer.color });
  drawLogo(sheet, issuer.logo, 30, 46, 40, issuer.color, '#F1F4F5');
  sheet.text(30, 112, issuer.name, { face: 'bold', size: 13.5, color: issuer.color });
  issuer.address.forEach((line, index) => sheet.text(30, 128 + index * 12, line, CAPTION));
  sheet.text(30, 152, issuer.site, CAPTION);
  const facts = [
    ['Facture', content.number],
    ['Date', frenchDay(content.date)],
    [issuer.debited ? 'Prélevée le' : 'Échéance', frenchDay(content.due)],
  ] as const;
  facts.forEach(([name, value], index) => {
    sheet.text(30, 204 + index * 36, name, CAPTION);
    sheet.text(30, 218 + index * 36, value, { face: 'bold', size: 10 });
  });
  sheet.rule(30, 304, 142, RULE);
  sheet.text(30, 326, issuer.debited ? 'Montant prélevé' : 'Montant à régler', CAPTION);
  sheet.text(30, 348, euros(invoiceTotals(content.lines).gross), { face: 'bold', size: 18, color: issuer.color });
  drawRecipient(sheet, content, 372, 62, style);
  sheet.text(204, 176, content.subject ?? 'Votre facture', { face: 'bold', size: 15 });
  const under = drawTotals(sheet, content, drawLines(sheet, content, 196, style), style);
  if (content.usage !== undefined) drawUsage(sheet, content.usage, 204, under + 44, issuer.color);
  const small: TextStyle = { size: 8, color: INK_SOFT };
  let y = 660;
  for (const note of paymentNotes(content)) y = sheet.paragraph(204, y, 351, note, 11, small);
  sheet.rule(204, 760, 555, RULE);
  y = 774;
  for (const line of legalFoot(issuer)) y = sheet.paragraph(204, y, 351, line, 11, { ...small, size: 7.5 });
  if (content.paging !== undefined) sheet.text(555, 812, content.paging, { ...small, align: 'right', color: INK });
}

/** The drawing of each layout. */
export const INVOICE_LAYOUTS = { classic: drawClassic, band: drawBand, serif: drawSerif, column: drawColumn } as const;
