/** Mail ⑪ (mail-lure): nobody makes the firm's letters say where to click. */
import { describe, expect, test } from 'vitest';
import { writeLetter } from '../../sync-server/src/mail/letters.ts';

const parts = { to: 'claire@atelier.example', firm: 'Cabinet Aubrac', origin: 'https://navette.example' };

/** What mail programs make links of, in names. */
const LURES = [
  'https://evil.example/gagne',
  'Gagnez sur HTTP://EVIL.EXAMPLE',
  'www.evil.example maintenant',
  'evil.example',
  't.co/abc',
  'banque-populaire.evil.com:8443/x?y=1#z',
  'ecrire a pirate@evil.example',
  'mailto:pirate@evil.example',
  'tel:+33123456789',
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://evil.example',
  '//evil.example/x',
  'evil。example',
  'evil．com',
  'ev\u200bil.exa\u200bmple',
  'https:\u202e//evil.example',
  'evil\r\n.example/x',
  '192.168.0.1/admin',
  'xn--bnque-esa.com',
  'évil.fr',
  '<a href="https://evil.example">ici</a>',
  '[ici](https://evil.example)',
  '<img src=//evil.example/x.png>',
];

const ADDRESS = /\w+:\/\/|www\.|@|[\p{L}\p{N}]\.[\p{L}\p{N}]|[\p{L}\p{N}][。．｡][\p{L}\p{N}]|mailto:|tel:|javascript:|data:/iu;

describe('⑪ mail-lure', () => {
  test.each(LURES)('%j in a name, a note or the firm’s own name leaves no address in the letter but ours', (lure) => {
    for (const mail of [
      writeLetter({ kind: 'invitation', company: lure, by: lure, link: '/#/welcome', until: '3 décembre' }, parts),
      writeLetter({ kind: 'migration-reminder', company: lure, note: lure, link: '/#/migration' }, parts),
      writeLetter({ kind: 'administrator-named', company: lure, name: lure, link: '/#/access' }, { ...parts, firm: lure }),
      writeLetter({ kind: 'notice', what: 'new-sign-in', detail: lure, link: '/#/account' }, { ...parts, firm: lure }),
      writeLetter({ kind: 'activation-key', company: lure, product: lure, link: '/#/' }, parts),
    ]) {
      const words = [mail.subject, mail.sender, mail.text].join('\n').replaceAll(`${parts.origin}/`, '');
      expect(words).not.toMatch(ADDRESS);
      const tags = mail.html.match(/<[a-z][^>]*>/gi) ?? [];
      expect(tags.filter((tag) => /<img|<script|<iframe|\son[a-z]+=/i.test(tag))).toEqual([]);
      for (const [, address = ''] of mail.html.matchAll(/(?:href|src)="?([^">\s]*)/g)) expect(address.startsWith(parts.origin)).toBe(true);
    }
  });

  test('HTML in a name is letters, in the HTML part too', () => {
    const { html } = writeLetter(
      { kind: 'invitation', company: '</title><script>x</script>', by: '"><b onload=x>', link: '/#/welcome', until: 'x' },
      parts,
    );
    expect(html).not.toMatch(/<script|<b |onload=x>/);
    expect(html).toContain('&lt;script&gt;');
  });

  test('a letter holds no password, no document and no amount: there is no place for one', () => {
    const facts = JSON.stringify(writeLetter({ kind: 'access-link', company: 'Atelier', link: '/#/welcome?i=x', until: 'x' }, parts));
    expect(facts).not.toMatch(/€|mot de passe\s*:|\.pdf/i);
  });
});
