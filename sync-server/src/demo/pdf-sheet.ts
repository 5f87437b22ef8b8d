// A sheet of paper for the demonstration documents: pdf-lib behind coordinates that start at the top left, in points.
// Knows fonts, lines and text, not invoices. Invariant: the same calls and the same date give the same bytes,
// so nothing here may read the clock (pdf-lib would, by default, for its dates).

import type { PDFFont, PDFPage, RGB } from 'pdf-lib';
import { PDFDocument, StandardFonts, rgb, setCharacterSpacing } from 'pdf-lib';
import type { IsoDay } from './calendar-days.ts';

/** Faces available on a sheet. */
export type Face = 'sans' | 'bold' | 'serif' | 'serifBold' | 'serifItalic' | 'mono' | 'monoBold';

/** How a text is set. `align` says which edge of the text stands at x. */
export interface TextStyle {
  readonly face?: Face;
  readonly size?: number;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Extra space between letters, in points (left-aligned text only). */
  readonly tracking?: number;
}

/** A path or a shape: SVG colours, `fill` and `stroke` optional. */
export interface ShapeStyle {
  readonly fill?: string;
  readonly stroke?: string;
  readonly width?: number;
}

/** What one draws on. All coordinates from the top left. */
export interface Sheet {
  readonly width: number;
  readonly height: number;
  /** Sets one line of text on the baseline y. */
  text(x: number, y: number, content: string, style?: TextStyle): void;
  /** Sets wrapped text from baseline y; gives the baseline after its last line. */
  paragraph(x: number, y: number, width: number, content: string, leading: number, style?: TextStyle): number;
  measure(content: string, style?: TextStyle): number;
  rule(x1: number, y: number, x2: number, color?: string, width?: number): void;
  box(x: number, y: number, width: number, height: number, style: ShapeStyle): void;
  /** Draws an SVG path moved to x, y and scaled. */
  path(x: number, y: number, data: string, style: ShapeStyle, scale?: number): void;
  /** Starts another page of the same size. */
  turn(): void;
  bytes(): Promise<Uint8Array>;
}

/** A4 in points. */
export const A4 = { width: 595, height: 842 } as const;

/** Main inks of the documents. */
export const INK = '#1B2A2F';
export const INK_SOFT = '#4A5A60';
export const RULE = '#C4CED0';
export const RULE_SOFT = '#E2E8E9';

const FACES: Readonly<Record<Face, StandardFonts>> = {
  sans: StandardFonts.Helvetica,
  bold: StandardFonts.HelveticaBold,
  serif: StandardFonts.TimesRoman,
  serifBold: StandardFonts.TimesRomanBold,
  serifItalic: StandardFonts.TimesRomanItalic,
  mono: StandardFonts.Courier,
  monoBold: StandardFonts.CourierBold,
};

/** '#3b5a40' to a pdf-lib colour. */
function ink(hex: string): RGB {
  const part = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return rgb(part(1), part(3), part(5));
}

/** Text the standard fonts can set: WinAnsi has no narrow no-break space and no minus sign. */
function printable(content: string): string {
  return content.replaceAll('\u202f', '\u00a0').replaceAll('\u2212', '-');
}

/** Opens a document of one page. `title`, `author` and `on` go to its properties. */
export async function openSheet(
  size: { readonly width: number; readonly height: number },
  about: { readonly title: string; readonly author: string; readonly on: IsoDay },
): Promise<Sheet> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const moment = new Date(`${about.on}T08:00:00Z`);
  pdf.setTitle(about.title);
  pdf.setAuthor(about.author);
  pdf.setSubject('Document de démonstration, société fictive');
  pdf.setProducer('Navette');
  pdf.setCreator('Navette, jeu de démonstration');
  pdf.setLanguage('fr-FR');
  pdf.setCreationDate(moment);
  pdf.setModificationDate(moment);
  const fonts = new Map<Face, PDFFont>();
  let page: PDFPage = pdf.addPage([size.width, size.height]);
  const fontOf = (style: TextStyle): PDFFont => {
    const face = style.face ?? 'sans';
    const font = fonts.get(face) ?? pdf.embedStandardFont(FACES[face]);
    fonts.set(face, font);
    return font;
  };
  const measure = (content: string, style: TextStyle = {}): number => fontOf(style).widthOfTextAtSize(printable(content), style.size ?? 10);

  const text: Sheet['text'] = (x, y, content, style = {}) => {
    const shift = { left: 0, right: 1, center: 0.5 }[style.align ?? 'left'] * measure(content, style);
    const tracking = style.tracking ?? 0;
    if (tracking !== 0) page.pushOperators(setCharacterSpacing(tracking));
    page.drawText(printable(content), {
      x: x - shift,
      y: size.height - y,
      size: style.size ?? 10,
      font: fontOf(style),
      color: ink(style.color ?? INK),
    });
    if (tracking !== 0) page.pushOperators(setCharacterSpacing(0));
  };

  const path: Sheet['path'] = (x, y, data, style, scale = 1) => {
    page.drawSvgPath(data, {
      x,
      y: size.height - y,
      scale,
      ...(style.fill === undefined ? {} : { color: ink(style.fill) }),
      ...(style.stroke === undefined ? {} : { borderColor: ink(style.stroke), borderWidth: style.width ?? 1 }),
    });
  };

  return {
    ...size,
    text,
    path,
    measure,
    paragraph(x, y, width, content, leading, style = {}) {
      let line = '';
      let at = y;
      for (const word of content.split(' ')) {
        const longer = line === '' ? word : `${line} ${word}`;
        if (line !== '' && measure(longer, style) > width) {
          text(x, at, line, style);
          at += leading;
          line = word;
        } else {
          line = longer;
        }
      }
      text(x, at, line, style);
      return at + leading;
    },
    rule(x1, y, x2, color = RULE, width = 0.7) {
      page.drawLine({
        start: { x: x1, y: size.height - y },
        end: { x: x2, y: size.height - y },
        thickness: width,
        color: ink(color),
      });
    },
    box(x, y, width, height, style) {
      path(x, y, `M0 0H${width}V${height}H0Z`, style);
    },
    turn() {
      page = pdf.addPage([size.width, size.height]);
    },
    bytes: () => pdf.save({ addDefaultPage: false, updateFieldAppearances: false }),
  };
}
