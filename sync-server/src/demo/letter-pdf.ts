// Letters of the demonstration as PDF: an imaginary administration or body writes to a client company.
// Plainly marked as a demonstration, in a tag at the top and in the foot.

import { type IsoDay, frenchDay } from './calendar-days.ts';
import type { DemoParty } from './demo-companies.ts';
import { type LogoName, drawLogo } from './logos.ts';
import { A4, INK_SOFT, RULE, openSheet } from './pdf-sheet.ts';

/** What a letter says. */
export interface LetterContent {
  readonly sender: { readonly name: string; readonly lines: readonly string[]; readonly logo: LogoName; readonly color: string };
  readonly recipient: DemoParty;
  readonly date: IsoDay;
  readonly reference: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A small table of facts between the paragraphs and the signature. */
  readonly facts?: readonly (readonly [string, string])[];
  readonly signature: string;
}

/** Draws a letter. */
export async function letterPdf(content: LetterContent): Promise<Uint8Array> {
  const { sender, recipient } = content;
  const sheet = await openSheet(A4, { title: content.subject, author: sender.name, on: content.date });
  const small = { size: 8.8, color: INK_SOFT } as const;
  drawLogo(sheet, sender.logo, 64, 52, 34, sender.color);
  sheet.text(110, 67, sender.name, { face: 'bold', size: 14, color: sender.color });
  sender.lines.forEach((line, index) => sheet.text(110, 81 + index * 12, line, small));
  sheet.box(433, 52, 98, 20, { stroke: sender.color, width: 0.9 });
  sheet.text(444, 65.2, 'DÉMONSTRATION', { face: 'bold', size: 8, color: sender.color, tracking: 0.55 });
  sheet.text(330, 156, recipient.legalName, { face: 'bold', size: 11 });
  recipient.address.forEach((line, index) => sheet.text(330, 171 + index * 14, line, { size: 10.5 }));
  sheet.text(64, 156, 'Référence à rappeler', small);
  sheet.text(64, 170, content.reference, { size: 10.5 });
  sheet.text(330, 226, `Le ${frenchDay(content.date)}`, { size: 10.5 });
  sheet.text(64, 268, 'Objet', small);
  sheet.text(64, 284, content.subject, { face: 'bold', size: 12 });
  sheet.rule(64, 297, 531, sender.color, 1);
  let y = 330;
  for (const text of content.paragraphs) {
    y = sheet.paragraph(64, y, 467, text, 16, { face: 'serif', size: 12 }) + 8;
  }
  if (content.facts !== undefined) {
    y += 6;
    sheet.rule(64, y - 6, 531, RULE);
    for (const [name, value] of content.facts) {
      sheet.text(64, y + 10, name, { size: 10, color: INK_SOFT });
      sheet.text(531, y + 10, value, { face: 'bold', size: 10, align: 'right' });
      y += 20;
      sheet.rule(64, y - 2, 531, RULE);
    }
    y += 14;
  }
  sheet.text(330, y + 30, content.signature, { face: 'serifItalic', size: 12 });
  sheet.path(334, y + 44, 'M0 16C14 -6 22 30 34 8S58 20 70 6S96 22 128 2', { stroke: '#2b3f63', width: 1.1 });
  sheet.rule(64, 778, 531, RULE);
  sheet.text(64, 793, `${sender.name}\u202f: organisme imaginaire, sans lien avec une administration existante.`, {
    size: 8,
    color: INK_SOFT,
  });
  sheet.text(64, 805, 'Document de démonstration, sans valeur.', { size: 8, color: INK_SOFT });
  return sheet.bytes();
}
