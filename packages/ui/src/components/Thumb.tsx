/** The small sheet beside a document's name: what its type looks like at that size. Decorative, the name says it all. */
import type { DocumentKind } from '@navette/domain/document-kinds';

type Shape = 'invoice' | 'ticket' | 'statement' | 'letter' | 'grid';

const SHAPE: Readonly<Record<DocumentKind, Shape>> = {
  'purchase-invoices': 'invoice',
  'sales-invoices': 'invoice',
  bank: 'statement',
  cash: 'ticket',
  payroll: 'grid',
  'official-letters': 'letter',
  miscellaneous: 'letter',
  data: 'grid',
};

/** Strokes of each shape on a sheet of 28 by 38: strong, then fine. */
const STROKES: Readonly<Record<Shape, readonly [string, string]>> = {
  invoice: ['M4 16.5h20M17 31h7', 'M10 5.500h6.4M18 10h6M4 10h5M18 12.500h5M4 19.500h9.300M20 19.500h4M4 22.100h10.500M20 22.100h4'],
  ticket: [
    'M10 6h8M11 9h6',
    'M9.500 14h5.900M17 14h2M9.500 16.300h5.800M17 16.300h2M9.500 18.600h3.200M17 18.600h2M9.500 20.900h3.300M17 20.900h2M9.500 23.200h5.500M17 23.200h2M9.500 27.800h5M17 27.800h2',
  ],
  statement: [
    'M4 5h9',
    'M4 10h3M8.500 10h6M17 10h4M4 12.400h3M8.500 12.400h7.200M20 12.400h4M4 14.800h3M8.500 14.800h6.500M20 14.800h4M4 17.200h3M8.500 17.200h7.400M17 17.200h4M4 19.600h3M8.500 19.600h7.500M20 19.600h4M4 22h3M8.500 22h5.300M20 22h4M4 24.400h3M8.500 24.400h5.100M17 24.400h4M4 26.800h3M8.500 26.800h8.300M20 26.800h4M4 29.200h3M8.500 29.200h6M20 29.200h4',
  ],
  letter: [
    'M8 5h12',
    'M4 10h17.900M4 12.200h17.100M4 14.400h17.900M4 16.600h16M4 18.800h19.100M4 21h19.100M4 23.200h18.300M4 25.400h15.800M4 27.600h17.600M4 29.800h16.600',
  ],
  grid: [
    'M4 6h20',
    'M5 9.900h4M11 9.900h3M20 9.900h3M4 11.200h20M5 12.500h4M11 12.500h3M20 12.500h3M4 13.800h20M5 15.100h4M11 15.100h3M20 15.100h3M4 16.400h20M5 17.700h4M11 17.700h3M20 17.700h3M4 19h20M5 20.300h4M11 20.300h3M20 20.300h3M4 21.600h20M5 22.900h4M11 22.900h3M20 22.900h3M4 24.200h20',
  ],
};

export function Thumb({ kind }: { kind: DocumentKind }) {
  const shape = SHAPE[kind];
  const [strong, fine] = STROKES[shape];
  return (
    <svg class="thumb" viewBox="0 0 28 38" aria-hidden="true" focusable="false">
      {shape === 'invoice' ? <path class="ink-block" d="M4 4h4v4H4z" /> : null}
      {shape === 'ticket' ? <path class="slip" d="M7 2h14v34H7z" /> : null}
      <path class="fine" d={fine} />
      <path class="strong" d={strong} />
    </svg>
  );
}
