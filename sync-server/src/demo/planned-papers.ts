// The papers of the demonstration that are not invoices: till receipts, letters, hours. What they say, by company.

import { type IsoDay, addDays, frenchDay } from './calendar-days.ts';
import { DEMO_COMPANIES, type DemoCompanyCode } from './demo-companies.ts';
import { amount, euros } from './french-figures.ts';
import type { LetterContent } from './letter-pdf.ts';
import type { ReceiptContent, ReceiptRow } from './receipt-pdf.ts';

/** A receipt with the figures its record carries. */
export interface PlannedReceipt {
  readonly content: ReceiptContent;
  readonly amountCents: number;
  readonly kind: 'purchase-invoices' | 'cash';
  readonly fileName: string;
  readonly comment?: string;
}

/** A letter and what is recorded of it. */
export interface PlannedLetter {
  readonly content: LetterContent;
  readonly kind: 'official-letters' | 'payroll' | 'miscellaneous';
  readonly fileName: string;
}

/** People and tasks of a company's hours. */
export const DEMO_STAFF: Readonly<
  Record<DemoCompanyCode, { readonly people: readonly string[]; readonly tasks: readonly [string, ...string[]] }>
> = {
  bonnefoy: {
    people: ['Hugo Lambert', 'Louise Perrin', 'Samir Haddadi', 'Théo Blanchet'],
    tasks: ['Chantier Bellecombe', 'École communale', 'Atelier', 'Hôtel du Lac Noir'],
  },
  teppes: {
    people: ['Nadia Rey', 'Paul Chevallet', 'Jeanne Mugnier', 'Kévin Daoud'],
    tasks: ['Fournil', 'Pâtisserie', 'Vente', 'Livraisons'],
  },
  delorme: { people: ['Marc Fillion', 'Élodie Sage', 'Bruno Carraz'], tasks: ['Mécanique', 'Pneumatiques', 'Diagnostic', 'Accueil'] },
};

const pair = (left: string, right: string): ReceiptRow => ({ kind: 'pair', left, right });
const cut: ReceiptRow = { kind: 'cut' };

function taxRows(gross: number, rates: readonly (readonly [label: string, gross: number, basisPoints: number])[]): ReceiptRow[] {
  const rows = rates.map(([label, part, basisPoints]) => {
    const net = Math.round((part * 10_000) / (10_000 + basisPoints));
    return pair(`TVA ${label} HT ${amount(net)}`, amount(part - net));
  });
  return [{ kind: 'total', left: 'TOTAL TTC', right: euros(gross) }, ...rows];
}

function bonnefoyReceipt(day: IsoDay): PlannedReceipt {
  return {
    amountCents: 8642,
    kind: 'purchase-invoices',
    fileName: 'ticket-carburant.pdf',
    comment: 'Camionnette, plein avant le chantier.',
    content: {
      shop: 'Carburants Duret',
      address: ['Rond-point du Lac', '74370 Valbrenne'],
      logo: 'drop',
      number: '081-4417',
      date: day,
      time: '07:42',
      rows: [
        pair('Pompe 3', 'Gazole'),
        pair('46,46 l x 1,860', '86,42'),
        cut,
        ...taxRows(8642, [['20\u202f%', 8642, 2000]]),
        cut,
        pair('Carte bancaire', '86,42'),
        pair('Véhicule', 'ZZ-741-ZZ'),
      ],
      closing: 'Merci et bonne route',
    },
  };
}

function teppesReceipt(day: IsoDay): PlannedReceipt {
  return {
    amountCents: 104_635,
    kind: 'cash',
    fileName: 'ticket-z.pdf',
    content: {
      shop: 'Boulangerie des Teppes',
      address: ['3 place du Four', '74370 Valbrenne'],
      logo: 'loaf',
      number: 'Z 0318',
      date: day,
      time: '19:31',
      rows: [
        { kind: 'middle', text: 'TICKET Z, CLÔTURE DU JOUR' },
        cut,
        pair('Pains', '512,40'),
        pair('Viennoiseries', '248,60'),
        pair('Pâtisseries', '171,15'),
        pair('Salés, boissons', '114,20'),
        cut,
        ...taxRows(104_635, [
          ['5,5\u202f%', 93_215, 550],
          ['10\u202f%', 11_420, 1000],
        ]),
        cut,
        pair('Carte bancaire', '748,05'),
        pair('Espèces', '298,30'),
        pair('Clients servis', '214'),
      ],
      closing: 'Fond de caisse 150,00',
    },
  };
}

function delormeReceipt(day: IsoDay): PlannedReceipt {
  return {
    amountCents: 4790,
    kind: 'cash',
    fileName: 'ticket-droguerie.pdf',
    comment: 'Payé en espèces par la caisse.',
    content: {
      shop: 'Droguerie du Pont',
      address: ['12 rue du Pont', '74370 Valbrenne'],
      logo: 'blocks',
      number: '2-00917',
      date: day,
      time: '12:08',
      rows: [
        pair('Chiffons 5 kg', '18,50'),
        pair('Savon d’atelier 3 l', '14,90'),
        pair('Gants nitrile x100', '9,60'),
        pair('Ruban adhésif', '4,90'),
        cut,
        ...taxRows(4790, [['20\u202f%', 4790, 2000]]),
        cut,
        pair('Espèces', '50,00'),
        pair('Rendu', '2,10'),
      ],
      closing: 'Échange sous 15 jours',
    },
  };
}

/** The till receipt of a company. */
export function plannedReceipt(code: DemoCompanyCode, today: IsoDay): PlannedReceipt {
  if (code === 'bonnefoy') return bonnefoyReceipt(addDays(today, -1));
  return code === 'teppes' ? teppesReceipt(addDays(today, -5)) : delormeReceipt(addDays(today, -13));
}

const DESK: LetterContent['sender'] = {
  name: 'Guichet des formalités du Val',
  lines: ['Administration imaginaire', 'Place de la Mairie, 74370 Valbrenne'],
  logo: 'bank',
  color: '#2b3f63',
};

function deskLetter(code: DemoCompanyCode, day: IsoDay): PlannedLetter {
  return {
    kind: 'official-letters',
    fileName: 'courrier-guichet-du-val.pdf',
    content: {
      sender: DESK,
      recipient: DEMO_COMPANIES[code],
      date: day,
      reference: `GFV ${day.slice(0, 4)} ${DEMO_COMPANIES[code].siren.slice(4)} B`,
      subject: 'Mise à jour de votre fiche d’établissement',
      paragraphs: [
        'Madame, Monsieur,',
        'Notre service tient à jour la fiche de chaque établissement du Val. La vôtre n’a pas été confirmée depuis dix-huit mois. Nous vous prions de vérifier les éléments ci-dessous et de nous signaler ce qui aurait changé.',
        'Sans réponse de votre part à la date indiquée, ces éléments seront réputés exacts. Aucune somme n’est due.',
      ],
      facts: [
        ['Établissement', DEMO_COMPANIES[code].address.join(', ')],
        ['Activité déclarée', DEMO_COMPANIES[code].trade],
        ['Réponse attendue avant le', frenchDay(addDays(day, 45))],
      ],
      signature: 'La responsable du guichet',
    },
  };
}

function teppesProvident(day: IsoDay): PlannedLetter {
  return {
    kind: 'payroll',
    fileName: 'prevoyance-effectifs.pdf',
    content: {
      sender: {
        name: 'Prévoyance des Crêts',
        lines: ['Organisme imaginaire', '11 rue de la Source, 73000 Arvanne'],
        logo: 'shield',
        color: '#5a3d73',
      },
      recipient: DEMO_COMPANIES.teppes,
      date: day,
      reference: 'Contrat collectif PC 20 417',
      subject: 'Adhésion d’une salariée au contrat collectif',
      paragraphs: [
        'Madame, Monsieur,',
        'Nous avons enregistré l’adhésion de Mme Jeanne Mugnier au contrat collectif de votre entreprise. Sa cotisation apparaîtra sur votre prochaine déclaration.',
        'Conservez ce courrier avec les pièces de paie et transmettez-en une copie à votre cabinet comptable.',
      ],
      facts: [
        ['Date d’effet', frenchDay(addDays(day, 10))],
        ['Cotisation mensuelle', euros(4280)],
        ['Part de l’employeur', '50\u202f%'],
      ],
      signature: 'Le service des adhésions',
    },
  };
}

function delormeInventory(day: IsoDay): PlannedLetter {
  const house = DEMO_COMPANIES.delorme;
  return {
    kind: 'miscellaneous',
    fileName: 'inventaire-pneus.pdf',
    content: {
      sender: { name: house.name, lines: [house.trade, house.address.join(', ')], logo: 'wrench', color: '#12454f' },
      recipient: { ...house, legalName: 'Cabinet Aubrac Conseil', address: ['7 rue du Cadran', '74370 Valbrenne'] },
      date: day,
      reference: 'Inventaire tournant, pneumatiques',
      subject: 'Inventaire des pneumatiques en réserve',
      paragraphs: ['Compté à deux, portes fermées, valeur au dernier prix d’achat hors taxes.'],
      facts: [
        ['Pneus hiver 205/55 R16, 22 pièces', euros(157_080)],
        ['Pneus hiver 195/65 R15, 14 pièces', euros(88_060)],
        ['Pneus été, dimensions diverses, 31 pièces', euros(195_300)],
        ['Total hors taxes', euros(440_440)],
      ],
      signature: 'Paul Delorme, président',
    },
  };
}

/** The letters of a company, most recent first. */
export function plannedLetters(code: DemoCompanyCode, today: IsoDay): readonly PlannedLetter[] {
  const desk = deskLetter(code, addDays(today, { bonnefoy: -201, teppes: -295, delorme: -283 }[code]));
  if (code === 'teppes') return [teppesProvident(addDays(today, -74)), desk];
  return code === 'delorme' ? [delormeInventory(addDays(today, -143)), desk] : [desk];
}
