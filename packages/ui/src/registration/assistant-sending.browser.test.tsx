// Terms, sending and paper in a real browser: what leaves, what waits, and what comes out of the printer.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page as browserPage } from 'vitest/browser';
import { at, begin, button, doorsFor, end, field, open, press, scene, seen, stands } from '../testing/registration-scene.tsx';
import { ATELIER, SAMPLE_NOW } from '../testing/sample-data.ts';
import { SAMPLE_DETAILS, SAMPLE_INSTALLATION, SAMPLE_REGISTRAR } from '../testing/sample-registration.ts';

beforeEach(async () => {
  begin();
  await browserPage.viewport(1280, 800);
});
afterEach(end);

describe('steps 03 to 07', () => {
  test('R031 R033 "Terminer" sends only once the box is ticked; the version and the moment go along', async () => {
    const doors = doorsFor({ draft: at('terms') });
    const place = open(doors);
    await stands(place, 'Conditions générales d’assistance');
    await seen(place, /Version : Novembre 2026\. Elles valent un an/);
    await press(place, 'Terminer');
    await seen(place, /Cochez la case pour terminer/);
    expect(scene.server.asked.filter(({ name }) => name === 'registration-send')).toEqual([]);
    field(place, 'J’accepte les conditions générales d’assistance.').click();
    await press(place, 'Terminer');
    await stands(place, 'Votre fiche est arrivée');
    expect(scene.server.asked.find(({ name }) => name === 'registration-send')?.body).toMatchObject({
      terms: { version: 'Novembre 2026', at: SAMPLE_NOW },
      installation: { identification: '07E631E8C6B659D0', since: '2026-10-16' },
      product: { code: 'WCPTA', version: '17.0' },
      details: { licence: '401182297', company: 'Atelier Bonnefoy SARL' },
      dossier: ATELIER,
    });
  });

  test('R032 the terms are printed by their own button, and nothing else of the page', async () => {
    const print = vi.spyOn(globalThis, 'print').mockImplementation(() => {
      const sheets = document.querySelector('.print-sheets');
      expect(sheets?.textContent).toContain('Article 1');
      expect(sheets?.querySelector('button')).toBeNull();
    });
    const place = open(doorsFor({ draft: at('terms') }));
    await press(place, 'Imprimer les conditions');
    expect(print).toHaveBeenCalledOnce();
    expect(document.querySelector('.print-sheets')).toBeNull();
    print.mockRestore();
  });

  test('R035 R044 R040 success says by when the key comes, and is closed by OK', async () => {
    const place = open(doorsFor({ draft: { ...at('terms'), accepted: { version: 'Novembre 2026', at: SAMPLE_NOW } } }));
    await press(place, 'Terminer');
    await stands(place, 'Votre fiche est arrivée');
    await seen(place, /sous 5 jours ouvrés, au plus tard le 27 novembre 2026/);
    await press(place, 'OK');
    expect(await stands(place, 'Clé d’activation')).toBe(true);
  });

  test('R035 R036 without a connection: try again, or print; and it leaves by itself later, once and not twice', async () => {
    scene.server.online = false;
    const doors = doorsFor({ draft: { ...at('terms'), accepted: { version: 'Novembre 2026', at: SAMPLE_NOW } } });
    const place = open(doors);
    await press(place, 'Terminer');
    await stands(place, 'Votre fiche n’est pas encore partie');
    const sends = () => scene.server.asked.filter(({ name }) => name === 'registration-send').length;
    const before = sends();
    await press(place, 'Essayer');
    await vi.waitFor(() => expect(sends()).toBeGreaterThan(before));
    await stands(place, 'Votre fiche n’est pas encore partie');
    await press(place, 'Continuer');
    await stands(place, 'Bulletin de référencement');
    scene.server.online = true;
    dispatchEvent(new Event('online'));
    await stands(place, 'Votre fiche est arrivée');
    const ids = scene.server.asked.filter(({ name }) => name === 'registration-send').map(({ body }) => (body as { id: string }).id);
    expect(ids.length).toBeGreaterThanOrEqual(3);
    expect(new Set(ids).size).toBe(1);
  });

  test('R031 R033 terms that changed meanwhile are read and accepted again', async () => {
    const place = open(doorsFor({ draft: { ...at('terms'), accepted: { version: 'Mai 2010', at: SAMPLE_NOW } } }));
    await stands(place, 'Conditions générales d’assistance');
    await seen(place, /Les conditions ont changé depuis/);
    expect((field(place, 'J’accepte les conditions générales d’assistance.') as HTMLInputElement).checked).toBe(false);
  });
});

describe('the form on paper', () => {
  test('R038 R040 R041 R042 R043 every block and every field stand on it, with where it goes and when the key comes', async () => {
    const place = open(doorsFor({ draft: at('form') }));
    await stands(place, 'Bulletin de référencement');
    const paper = place.querySelector('.bulletin');
    const rows = [...(paper?.querySelectorAll('dl > div') ?? [])].map((row) => [
      row.querySelector('dt')?.textContent,
      row.querySelector('dd')?.textContent?.trim(),
    ]);
    expect(rows.map(([label]) => label)).toEqual([
      'Code client',
      'Société',
      'Adresse',
      'Code postal / Ville',
      'Pays',
      'Nom',
      'Prénom',
      'E-mail',
      'Tél.',
      'Fax',
      'SIRET',
      'Statut',
      'Nb d’employés',
      'Code APE/NAF',
      'Type d’entreprise',
      'Nom',
      'E-mail',
      'A recommandé ce logiciel',
      'Nom du logiciel',
      'Code du logiciel',
      'Version',
      'N° de licence',
      'N° d’identification',
      'Date d’achat',
      'Point de vente',
      'Date d’installation',
    ]);
    expect(rows).toContainEqual(['N° d’identification', '07E6 31E8 C6B6 59D0']);
    expect(rows).toContainEqual(['A recommandé ce logiciel', 'Non']);
    expect(rows).toContainEqual(['Date d’installation', '16/10/2026']);
    const text = paper?.textContent?.replaceAll(/[\u00a0\u202f]/g, ' ') ?? '';
    for (const part of [
      'Service des licences',
      '3 place du Marché',
      '04 50 00 20 00',
      '04 50 00 20 09',
      'licences@aubrac.example',
      'sous 5 jours ouvrés',
    ])
      expect(text).toContain(part);
  });

  test('R038 "Imprimer" prints the form and nothing else', async () => {
    const print = vi.spyOn(globalThis, 'print').mockImplementation(() => {
      expect(document.querySelector('.print-sheets .bulletin')?.textContent).toContain('07E6 31E8 C6B6 59D0');
    });
    const place = open(doorsFor({ draft: at('form') }));
    await press(place, 'Imprimer');
    expect(print).toHaveBeenCalledOnce();
    print.mockRestore();
  });

  test('R039 without a printer a PDF is made on the device, offline too, whatever letters the company writes itself with', async () => {
    scene.server.online = false;
    const { formPdf } = await import('./form-pdf.ts');
    const { registrationTexts } = await import('@navette/texts/registration-texts');
    const texts = registrationTexts('fr');
    const facts = {
      registrar: SAMPLE_REGISTRAR,
      details: { ...SAMPLE_DETAILS, company: 'Łódź & Fils 🎻 «\u202fÉtoile\u202f» '.repeat(4), lastName: 'Nguyễn' },
      installation: SAMPLE_INSTALLATION,
    };
    const bytes = await formPdf({ facts, texts, printed: texts.paper.printed('20 novembre 2026, 14:50'), at: SAMPLE_NOW });
    expect(new TextDecoder('latin1').decode(bytes.slice(0, 5))).toBe('%PDF-');
    const { PDFDocument } = await import('pdf-lib');
    const read = await PDFDocument.load(bytes);
    expect([read.getPageCount(), read.getTitle(), read.getPage(0).getSize()]).toEqual([
      1,
      'Bulletin de référencement',
      { width: 595, height: 842 },
    ]);
  });

  test('R037 "Aide et à propos" makes it again at any time', async () => {
    const place = open(doorsFor({ draft: { sending: null } }), '#/about');
    await stands(place, 'Aide et à propos');
    const fold = await vi.waitFor(() => {
      const found = place.querySelector<HTMLDetailsElement>('.aboutform');
      expect(found).not.toBeNull();
      return found as HTMLDetailsElement;
    });
    fold.open = true;
    await vi.waitFor(() => expect(place.querySelector('.bulletin')?.textContent).toContain('07E6 31E8 C6B6 59D0'));
    expect(await button(place, 'Enregistrer le PDF')).toBeDefined();
  });
});
