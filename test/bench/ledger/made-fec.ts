/** A FEC of any length for measuring, the same bytes for the same length: sales, purchases, payments, with accents and lettrage. */

const CITIES = ['Nîmes', 'Besançon', 'Orléans', 'Angoulême', 'Périgueux', 'Béziers', 'Sète', 'Mâcon'];
const NAMES = [
  'Menuiserie Dupré',
  'Garage Lefèvre',
  'Cœur de Ville',
  'Ateliers Noël',
  'Transports Müller',
  'Domaine Castaño',
  'Fonderie Châtelain',
];
const HEADER =
  'JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n';
const PURCHASES = [
  '601000\tAchats de matières premières',
  '606300\tPetit équipement',
  '607000\tAchats de marchandises',
  '622600\tHonoraires',
  '613200\tLocations immobilières',
];
const SALES = ['701000\tVentes de produits finis', '706000\tPrestations de services', '707000\tVentes de marchandises'];

const euros = (cents: number): string => `${Math.trunc(cents / 100)},${String(cents % 100).padStart(2, '0')}`;

/** @param lines at least; @returns pieces of some megabytes */
export function* madeFec(lines: number): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let seed = 20_261_129;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  let block = HEADER;
  let [number, made] = [0, 0];
  const put = (journal: string, date: string, ref: string, label: string, rows: readonly string[]): void => {
    number++;
    for (const row of rows) {
      const [account, third, amounts, letter] = row.split('\v');
      block += `${journal}\t${number}\t${date}\t${account}\t${third}\t${ref}\t${date}\t${label}\t${amounts}\t${letter}\t${date}\t\t\r\n`;
    }
    made += rows.length;
  };
  while (made < lines) {
    const day = Math.min(364, Math.floor((made / lines) * 365));
    const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
    const net = 1_000 + random(500_000);
    const vat = Math.round(net / 5);
    const who = random(4_000);
    const name = `${NAMES[who % NAMES.length]} ${CITIES[who % CITIES.length]} ${who}`;
    const letter = random(10) < 8 ? `L${number.toString(36)}\t${date}` : '\t';
    const sale = random(2) === 0;
    const third = `${sale ? 'C' : 'F'}${String(who).padStart(6, '0')}\t${name}`;
    const ref = `${sale ? 'FA' : 'BR'}${number}`;
    if (sale)
      put('VE\tVentes', date, ref, `${name} ${ref}`, [
        `411000\tClients\v${third}\v${euros(net + vat)}\t0,00\v${letter}`,
        `${SALES[who % 3]}\v\t\v0,00\t${euros(net)}\v\t`,
        `445710\tTVA collectée\v\t\v0,00\t${euros(vat)}\v\t`,
      ]);
    else
      put('AC\tAchats', date, ref, `${name} ${ref}`, [
        `${PURCHASES[who % 5]}\v\t\v${euros(net)}\t0,00\v\t`,
        `445660\tTVA déductible\v\t\v${euros(vat)}\t0,00\v\t`,
        `401000\tFournisseurs\v${third}\v0,00\t${euros(net + vat)}\v${letter}`,
      ]);
    if (letter !== '\t')
      put('BQ\tBanque', date, `V${number}`, `Règlement ${ref}`, [
        `512000\tBanque\v\t\v${sale ? `${euros(net + vat)}\t0,00` : `0,00\t${euros(net + vat)}`}\v\t`,
        `${sale ? '411000\tClients' : '401000\tFournisseurs'}\v${third}\v${sale ? `0,00\t${euros(net + vat)}` : `${euros(net + vat)}\t0,00`}\v${letter}`,
      ]);
    if (block.length > 4_000_000) {
      yield encoder.encode(block);
      block = '';
    }
  }
  yield encoder.encode(block);
}
