// Till receipts of the demonstration as PDF: 80 mm paper, typewriter face, as long as its lines.

import { type IsoDay, slashedDay } from './calendar-days.ts';
import { type LogoName, drawLogo } from './logos.ts';
import { INK, openSheet } from './pdf-sheet.ts';
import { seededRandom } from './seeded-random.ts';

/** A row: left and right text; 'total' is set larger, 'cut' is a dashed line, 'middle' is centred. */
export type ReceiptRow =
  | { readonly kind: 'pair' | 'total'; readonly left: string; readonly right: string }
  | { readonly kind: 'middle'; readonly text: string }
  | { readonly kind: 'cut' };

/** What a receipt prints. */
export interface ReceiptContent {
  readonly shop: string;
  readonly address: readonly string[];
  readonly logo: LogoName;
  readonly number: string;
  readonly date: IsoDay;
  /** '18:42'. */
  readonly time: string;
  readonly rows: readonly ReceiptRow[];
  readonly closing: string;
}

const WIDTH = 226; // 80 mm
const EDGE = 14;
const DASHES = '- '.repeat(19).trim();

/** Draws a receipt. */
export async function receiptPdf(content: ReceiptContent): Promise<Uint8Array> {
  const height = 188 + content.address.length * 11 + content.rows.reduce((sum, row) => sum + (row.kind === 'total' ? 22 : 13), 0);
  const sheet = await openSheet(
    { width: WIDTH, height },
    { title: `Ticket ${content.number}, ${content.shop}`, author: content.shop, on: content.date },
  );
  const middle = WIDTH / 2;
  const plain = { face: 'mono', size: 8.4 } as const;
  drawLogo(sheet, content.logo, middle - 11, 18, 22, INK);
  sheet.text(middle, 58, content.shop.toUpperCase(), { face: 'monoBold', size: 11, align: 'center' });
  let y = 71;
  for (const line of content.address) {
    sheet.text(middle, y, line, { ...plain, align: 'center' });
    y += 11;
  }
  y += 9;
  sheet.text(EDGE, y, `${slashedDay(content.date)} ${content.time}`, plain);
  sheet.text(WIDTH - EDGE, y, `N° ${content.number}`, { ...plain, align: 'right' });
  y += 13;
  for (const row of [{ kind: 'cut' } as const, ...content.rows]) {
    if (row.kind === 'cut') sheet.text(middle, y, DASHES, { ...plain, align: 'center' });
    if (row.kind === 'middle') sheet.text(middle, y, row.text, { ...plain, align: 'center' });
    if (row.kind === 'pair') {
      sheet.text(EDGE, y, row.left, plain);
      sheet.text(WIDTH - EDGE, y, row.right, { ...plain, align: 'right' });
    }
    if (row.kind === 'total') {
      y += 5;
      sheet.text(EDGE, y, row.left, { face: 'monoBold', size: 12 });
      sheet.text(WIDTH - EDGE, y, row.right, { face: 'monoBold', size: 12, align: 'right' });
      y += 4;
    }
    y += 13;
  }
  sheet.text(middle, y + 6, content.closing, { ...plain, align: 'center' });
  const random = seededRandom(`bars:${content.number}`);
  for (let x = 46; x < WIDTH - 48;) {
    const width = random.between(1, 3);
    sheet.box(x, y + 18, width, 28, { fill: INK });
    x += width + random.between(1, 3);
  }
  sheet.text(middle, y + 60, 'Société fictive', { ...plain, size: 7.4, align: 'center' });
  sheet.text(middle, y + 70, 'Document de démonstration', { ...plain, size: 7.4, align: 'center' });
  return sheet.bytes();
}
