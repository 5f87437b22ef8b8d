/**
 * The registration form as a PDF, made on this device: no printer and no network needed (R039). Loaded when it is asked for.
 *
 * The standard fonts write the letters of western Europe; what they lack is written as its nearest letter, and never stops the
 * form from being made.
 */
import { PDFDocument, rgb, StandardFonts, type PDFFont, type PDFPage } from 'pdf-lib';
import type { RegistrationTexts } from '@navette/texts/registration-texts';
import { addressLines, formRows, paperNotice, type FormFacts, type FormRow } from './form-rows.ts';

const WIDTH = 595;
const HEIGHT = 842;
const MARGIN = 51;
const GUTTER = 24;
const ROW = 22;
const COLUMN = (WIDTH - 2 * MARGIN - GUTTER) / 2;
const LABEL = 84;
const INK = rgb(0.07, 0.145, 0.17);
const SOFT = rgb(0.29, 0.353, 0.376);
const RULE = rgb(0.77, 0.81, 0.816);

export type FormPdf = {
  readonly facts: FormFacts;
  readonly texts: RegistrationTexts;
  /** When it is made, as it is printed at its foot; and for the file's own date. */
  readonly printed: string;
  readonly at: number;
};

export async function formPdf({ facts, texts, printed, at }: FormPdf): Promise<Uint8Array<ArrayBuffer>> {
  const { registrar } = facts;
  const { paper } = texts;
  const document = await PDFDocument.create();
  document.setTitle(paper.title);
  document.setAuthor('Navette');
  document.setProducer('Navette');
  document.setCreator('Navette');
  document.setCreationDate(new Date(at));
  document.setModificationDate(new Date(at));
  const [plain, bold, mono] = (await Promise.all(
    [StandardFonts.Helvetica, StandardFonts.HelveticaBold, StandardFonts.Courier].map((font) => document.embedFont(font)),
  )) as [PDFFont, PDFFont, PDFFont];
  const sheet = sheetOf(document.addPage([WIDTH, HEIGHT]));

  sheet.text('Navette', MARGIN, 62, bold, 13);
  sheet.right(registrar.firm.name, 56, bold, 10);
  addressLines(registrar, texts).forEach((line, n) => sheet.right(line, 70 + n * 12, plain, 8.5, SOFT));
  sheet.rule(MARGIN, 100, WIDTH - MARGIN, INK, 1);
  sheet.rule(MARGIN, 102.5, WIDTH - MARGIN, INK, 0.5);
  sheet.text(paper.title, MARGIN, 138, bold, 20);
  let y = sheet.paragraph(paper.intro, MARGIN, 156, 420, plain, 10, SOFT) + 10;

  const head = (title: string, x: number, top: number, width: number): number => {
    sheet.text(title, x, top + 14, bold, 10.5);
    sheet.rule(x, top + 20, x + width, INK, 0.75);
    return top + 20;
  };
  const row = ([label, value]: FormRow, x: number, top: number): void => {
    const labels = sheet.lines(label, LABEL - 6, plain, 8.5);
    labels.slice(0, 2).forEach((line, n) => sheet.text(line, x, top + 14 + n * 9 - (labels.length > 1 ? 4 : 0), plain, 8.5, SOFT));
    const font = label === paper.identification ? mono : plain;
    sheet.text(sheet.fitted(value, COLUMN - LABEL, font, 9.5), x + LABEL, top + 14, font, 9.5);
    sheet.rule(x, top + ROW, x + COLUMN, RULE, 0.5);
  };
  /** Two columns, filled row by row as on the page. */
  const block = (title: string, rows: readonly FormRow[], top: number): number => {
    const start = head(title, MARGIN, top, WIDTH - 2 * MARGIN);
    rows.forEach((one, n) => row(one, MARGIN + (n % 2) * (COLUMN + GUTTER), start + Math.floor(n / 2) * ROW));
    return start + Math.ceil(rows.length / 2) * ROW + 12;
  };
  const rows = formRows(facts, texts);
  y = block(paper.client, rows.client, y);
  const right = MARGIN + COLUMN + GUTTER;
  const columns = [
    [paper.company, rows.company, MARGIN],
    [paper.accountant, rows.accountant, right],
  ] as const;
  const top = y;
  for (const [title, list, x] of columns) {
    const start = head(title, x, top, COLUMN);
    list.forEach((one, n) => row(one, x, start + n * ROW));
    y = Math.max(y, start + list.length * ROW + 12);
  }
  y = block(paper.product, rows.product, y);
  head(paper.signature, MARGIN, y, COLUMN);
  head(paper.stamp, right, y, COLUMN);

  sheet.rule(MARGIN, 758, WIDTH - MARGIN, RULE, 0.75);
  const foot = sheet.paragraph(paperNotice(registrar, texts), MARGIN, 771, WIDTH - 2 * MARGIN, plain, 8, SOFT, 10.5);
  sheet.paragraph(printed, MARGIN, foot + 14, WIDTH - 2 * MARGIN, plain, 8, SOFT, 10.5);
  return new Uint8Array(await document.save());
}

/** A page measured from its top left. */
function sheetOf(page: PDFPage) {
  const lines = (content: string, width: number, font: PDFFont, size: number): string[] => {
    const found: string[] = [];
    for (const word of writable(content, font).split(' ')) {
      const longer = found.length === 0 ? word : `${found.at(-1)} ${word}`;
      if (found.length > 0 && font.widthOfTextAtSize(longer, size) > width) found.push(word);
      else found.splice(-1, 1, longer);
    }
    return found;
  };
  const text = (content: string, x: number, y: number, font: PDFFont, size: number, color = INK): void =>
    page.drawText(writable(content, font), { x, y: HEIGHT - y, font, size, color });
  return {
    lines,
    text,
    right(content: string, y: number, font: PDFFont, size: number, color = INK): void {
      const plain = writable(content, font);
      text(plain, WIDTH - MARGIN - font.widthOfTextAtSize(plain, size), y, font, size, color);
    },
    rule(from: number, y: number, to: number, color: typeof INK, thickness: number): void {
      page.drawLine({ start: { x: from, y: HEIGHT - y }, end: { x: to, y: HEIGHT - y }, color, thickness });
    },
    /** @returns the line under its last */
    paragraph(
      content: string,
      x: number,
      y: number,
      width: number,
      font: PDFFont,
      size: number,
      color = INK,
      leading = size * 1.4,
    ): number {
      const all = lines(content, width, font, size);
      all.forEach((line, n) => text(line, x, y + n * leading, font, size, color));
      return y + (all.length - 1) * leading;
    },
    /** As much of it as has room, with its end cut visibly. */
    fitted(content: string, width: number, font: PDFFont, size: number): string {
      const plain = writable(content, font);
      if (font.widthOfTextAtSize(plain, size) <= width) return plain;
      let cut = plain.length;
      while (cut > 1 && font.widthOfTextAtSize(`${plain.slice(0, cut)}…`, size) > width) cut -= 1;
      return `${plain.slice(0, cut)}…`;
    },
  };
}

const known = new WeakMap<PDFFont, ReadonlySet<number>>();

/** Text in letters the font has: narrow spaces become ordinary ones that do not break, an accent it lacks is left out. */
function writable(content: string, font: PDFFont): string {
  const letters = known.get(font) ?? new Set(font.getCharacterSet());
  known.set(font, letters);
  const has = (character: string) => letters.has(character.codePointAt(0) ?? 0);
  return [...content.replaceAll('\u202f', '\u00a0').replaceAll(/\s/g, (space) => (space === '\u00a0' ? space : ' '))]
    .map((character) => {
      if (has(character)) return character;
      const bare = character.normalize('NFD').charAt(0);
      return has(bare) ? bare : '?';
    })
    .join('');
}
