// Logos of the fictional issuers, drawn with vector shapes in a 24 by 24 square.
// No real mark is imitated: plain geometry only.

import type { Sheet, ShapeStyle } from './pdf-sheet.ts';

/** Name of a drawing. */
export type LogoName =
  | 'peak'
  | 'planks'
  | 'nut'
  | 'hexagon'
  | 'blocks'
  | 'sun'
  | 'shield'
  | 'drop'
  | 'wheat'
  | 'box'
  | 'snow'
  | 'gear'
  | 'tyre'
  | 'dovetail'
  | 'loaf'
  | 'wrench'
  | 'bank';

/** One stroke of a drawing: 'ink' is the brand colour, 'paper' white. */
type Part = readonly [data: string, fill: 'ink' | 'paper' | 'none', strokeWidth?: number, stroke?: 'ink' | 'paper'];

const SQUARE: Part = ['M0 0H24V24H0Z', 'ink'];
const disc = (x: number, y: number, r: number): string => `M${x - r} ${y}A${r} ${r} 0 1 1 ${x + r} ${y}A${r} ${r} 0 1 1 ${x - r} ${y}Z`;
const ring = (count: number, make: (angle: number) => string): string =>
  Array.from({ length: count }, (_, index) => make((index * 2 * Math.PI) / count)).join('');
const ray =
  (inner: number, outer: number) =>
  (angle: number): string => {
    const at = (r: number): string => `${(12 + r * Math.sin(angle)).toFixed(2)} ${(12 - r * Math.cos(angle)).toFixed(2)}`;
    return `M${at(inner)}L${at(outer)}`;
  };
const HEXAGON = 'M12 0.5L22 6.2V17.8L12 23.5L2 17.8V6.2Z';

const DRAWINGS: Readonly<Record<LogoName, readonly Part[]>> = {
  peak: [SQUARE, ['M5 18L12 6L19 18', 'none', 2.4, 'paper']],
  planks: [
    ['M0 3H24V8H0Z', 'ink'],
    ['M0 10H17V15H0Z', 'ink'],
    ['M0 17H21V22H0Z', 'ink'],
    ['M4 5.5H14', 'none', 0.8, 'paper'],
    ['M6 19.5H17', 'none', 0.8, 'paper'],
  ],
  nut: [
    [HEXAGON, 'ink'],
    [disc(12, 12, 5), 'paper'],
  ],
  hexagon: [
    [HEXAGON, 'none', 2.2, 'ink'],
    ['M12 12L20 7.5M12 12V21M12 12L4 7.5', 'none', 1.6, 'ink'],
    [disc(12, 12, 3), 'ink'],
  ],
  blocks: [
    ['M0 12H11V24H0Z', 'ink'],
    ['M13 12H24V24H13Z', 'ink'],
    ['M6.5 0H17.5V10H6.5Z', 'ink'],
  ],
  sun: [
    [disc(12, 12, 12), 'ink'],
    [ring(12, ray(7.2, 9.8)), 'none', 1.3, 'paper'],
    [disc(12, 12, 4.8), 'paper'],
  ],
  shield: [
    ['M12 0L22 3.5V12C22 18 17.5 22 12 24C6.500 22 2 18 2 12V3.5Z', 'ink'],
    ['M7 10L12 6.500L17 10M7 14.500L12 11L17 14.500M7 19L12 15.500L17 19', 'none', 1.6, 'paper'],
  ],
  drop: [
    ['M12 0C16 6.500 20 10.500 20 15.500A8 8 0 0 1 4 15.500C4 10.500 8 6.500 12 0Z', 'ink'],
    ['M8 15.500A4 4 0 0 0 12 19.500', 'none', 1.6, 'paper'],
  ],
  wheat: [
    ['M12 24V6', 'none', 1.3, 'ink'],
    ['M12 0C14.500 2.500 14.500 5 12 7.500C9.500 5 9.500 2.500 12 0Z', 'ink'],
    [
      'M12.500 12C13 8.500 16 6.500 19.500 6.500C19.500 10 16.500 12 12.500 12ZM11.500 12C11 8.500 8 6.500 4.500 6.500C4.500 10 7.500 12 11.500 12Z',
      'ink',
    ],
    [
      'M12.500 18C13 14.500 16 12.500 19.500 12.500C19.500 16 16.500 18 12.500 18ZM11.500 18C11 14.500 8 12.500 4.500 12.500C4.500 16 7.500 18 11.500 18Z',
      'ink',
    ],
  ],
  box: [
    ['M0 6L12 0.500L24 6V18L12 23.500L0 18Z', 'ink'],
    ['M0 6L12 11.500L24 6M12 11.500V23.500', 'none', 1.3, 'paper'],
    ['M6 3.200L18 8.800V13', 'none', 1.3, 'paper'],
  ],
  snow: [
    [ring(6, ray(0, 11.5)), 'none', 1.7, 'ink'],
    [
      ring(6, (a) => {
        const at = (r: number, turn: number): string =>
          `${(12 + r * Math.sin(a + turn)).toFixed(2)} ${(12 - r * Math.cos(a + turn)).toFixed(2)}`;
        return `M${at(10.2, 0.32)}L${at(7, 0)}L${at(10.2, -0.32)}`;
      }),
      'none',
      1.4,
      'ink',
    ],
  ],
  gear: [
    [ring(8, ray(7, 11.6)), 'none', 4, 'ink'],
    [disc(12, 12, 8.6), 'ink'],
    [disc(12, 12, 3.6), 'paper'],
  ],
  tyre: [
    [disc(12, 12, 12), 'ink'],
    [disc(12, 12, 7), 'paper'],
    [disc(12, 12, 5.4), 'ink'],
    [ring(5, ray(1.6, 4.6)), 'none', 1.3, 'paper'],
  ],
  dovetail: [SQUARE, ['M0 14L4 14L6 8H10L12 14L14 14L16 8H20L22 14H24', 'none', 1.8, 'paper']],
  loaf: [
    ['M1 17C1 9.500 6 5 12 5C18 5 23 9.500 23 17C23 19 21.500 20 19.500 20H4.500C2.500 20 1 19 1 17Z', 'ink'],
    ['M6.500 15L9 9.500M11 15L13.500 9M15.500 15L18 10.500', 'none', 1.5, 'paper'],
  ],
  wrench: [
    [disc(12, 12, 12), 'ink'],
    ['M7 17L14.500 9.500', 'none', 3, 'paper'],
    ['M18.500 8.500A4 4 0 1 1 15.500 5.500L14.300 8.300L15.700 9.700Z', 'paper'],
  ],
  bank: [
    ['M0 9L12 2L24 9V10.500H0Z', 'ink'],
    ['M4 12V19M9.300 12V19M14.700 12V19M20 12V19', 'none', 2.2, 'ink'],
    ['M0 20.500H24V23H0Z', 'ink'],
  ],
};

/** Draws the logo with its top left corner at x, y. `paper` is the colour seen through it. */
export function drawLogo(sheet: Sheet, name: LogoName, x: number, y: number, size: number, color: string, paper = '#ffffff'): void {
  const scale = size / 24;
  const inkOf = (which: 'ink' | 'paper'): string => (which === 'ink' ? color : paper);
  for (const [data, fill, width, stroke] of DRAWINGS[name]) {
    const style: ShapeStyle = {
      ...(fill === 'none' ? {} : { fill: inkOf(fill) }),
      ...(stroke === undefined ? {} : { stroke: inkOf(stroke), width: width ?? 1 }),
    };
    sheet.path(x, y, data, style, scale);
  }
}
