import { describe, expect, test } from 'vitest';
import { NOTICE_KINDS, writeLetter, type Letter } from './letters.ts';
import { momentText } from './moment-text.ts';
import { plainLine, plainName } from './plain-words.ts';

const parts = { to: 'claire@atelier.example', firm: 'Cabinet Aubrac Conseil', origin: 'https://navette.example' };
const until = momentText(Date.UTC(2026, 11, 3, 13, 5));
const SAMPLES: readonly Letter[] = [
  { kind: 'code', code: '12345678', minutes: 10 },
  { kind: 'invitation', company: 'Atelier Bonnefoy', by: 'Claire Morel', link: '/#/welcome?i=abc', until },
  { kind: 'staff-invitation', by: 'Julien Mercier', link: '/#/welcome?i=abc', until },
  { kind: 'access-link', company: 'Atelier Bonnefoy', link: '/#/welcome?i=abc', until },
  { kind: 'password-reset', link: '/#/reset', until },
  { kind: 'migration-reminder', company: 'Atelier Bonnefoy', note: 'Pensez-y avant la paie', link: '/#/migration' },
  { kind: 'administrator-named', company: 'Atelier Bonnefoy', name: 'Claire Morel', link: '/#/access' },
  { kind: 'activation-key', company: 'Atelier Bonnefoy', product: 'Paie', link: '/#/registration' },
  ...NOTICE_KINDS.map((what): Letter => ({ kind: 'notice', what, detail: 'Chrome, Windows', link: '/#/account' })),
];

describe('letters', () => {
  test.each(SAMPLES)('$kind $what is a text and the same in HTML, in well-set French', (letter) => {
    const mail = writeLetter(letter, parts);
    for (const text of [mail.subject, mail.text]) {
      expect(text).not.toMatch(/!|'|undefined|NaN|\[object/);
      expect(text.replaceAll(/https?:\/\/\S+/g, '')).not.toMatch(/[^\u202f][;?%€]|[^\u202f\d]:/);
      expect(text).not.toMatch(/«[^\u202f]|[^\u202f]»/);
      expect(text).not.toMatch(/\b(tu|ton|ta|tes|toi)\b/i);
    }
    expect(mail.subject.length).toBeLessThanOrEqual(110);
    const shown = mail.html
      .replaceAll(/<style>[^]*?<\/style>/g, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
    for (const line of mail.text.split('\n\n').slice(1, 3)) expect(shown).toContain(line.trim().replaceAll(/\s+/g, ' '));
    expect(mail.html).not.toMatch(/<img|<script|<link|<form|url\(|@import|src=/i);
  });

  test('every address in a letter begins with the configured origin', () => {
    for (const letter of SAMPLES) {
      const { html, text } = writeLetter(letter, parts);
      for (const [, address = ''] of html.matchAll(/href="([^"]*)"/g)) expect(new URL(address).origin).toBe(parts.origin);
      for (const [address] of text.matchAll(/\w+:\/\/\S+/g)) expect(new URL(address).origin).toBe(parts.origin);
    }
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)', '/x\r\ny', '', '/a b'])(
    'a link that would lead elsewhere is a bug, never a letter: %j',
    (link) => {
      expect(() => writeLetter({ kind: 'password-reset', link, until }, parts)).toThrow('links elsewhere');
    },
  );

  test('a moment is written as in France, in Paris', () => {
    expect(until).toBe('3\u00a0décembre\u00a02026 à 14\u00a0h\u00a005');
    expect(momentText(Date.UTC(2026, 6, 1, 6, 0))).toBe('1er\u00a0juillet\u00a02026 à 08\u00a0h\u00a000');
  });
});

describe('words of people in letters', () => {
  test.each([
    ['Claire Morel', 'Claire Morel'],
    ['SARL Bâtiments & Fils', 'SARL Bâtiments & Fils'],
    ['S.A.R.L. Dupont', 'S.A.R.L. Dupont'],
    ['J.Martin', 'J. Martin'],
    ['Garage n° 3, Mme D’Angelo', 'Garage n° 3, Mme D’Angelo'],
    ['  deux\n\tespaces ', 'deux espaces'],
  ])('%j is left as it is meant', (raw, plain) => {
    expect(plainName(raw, 'x')).toBe(plain);
  });

  test('a name of 200 letters is cut to 60, by letters', () => {
    expect([...plainName('é👩'.repeat(100), 'x')]).toHaveLength(60);
  });

  test('a name of nothing but an address becomes the neutral word', () => {
    expect(plainName('https://evil.example/x', 'Votre contact')).toBe('Votre contact');
    expect(plainLine('\u0000\u202e', 60)).toBe('');
  });
});
