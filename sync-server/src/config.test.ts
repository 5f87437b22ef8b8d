import { describe, expect, test } from 'vitest';
import { EXTENSION_ID, parseServe } from './config.ts';
import { refusalSentence } from './console-texts.ts';

describe('the options of serve', () => {
  test('without any, the demonstration opens on this machine only', () => {
    expect(parseServe([], {})).toEqual({
      ok: true,
      value: {
        port: 8787,
        host: '127.0.0.1',
        data: './data/demo',
        demo: true,
        origin: 'http://localhost:8787',
        fileLimit: 100 * 1024 * 1024,
        extensions: [EXTENSION_ID],
        proxies: [],
        metricsPort: null,
        limits: {},
        portal: null,
        smtp: null,
        oidc: [],
        backups: { places: [], at: '02:30', encryptTo: null },
        purge: null,
        database: null,
        clamd: null,
        companyRegister: 'https://recherche-entreprises.api.gouv.fr',
      },
    });
  });

  test('a folder means a real firm, unless it is said to be a demonstration', () => {
    expect(parseServe(['--data', '/srv/cabinet'], {})).toMatchObject({ value: { demo: false, data: '/srv/cabinet' } });
    expect(parseServe(['--data', '/srv/essai', '--demo'], {})).toMatchObject({ value: { demo: true } });
  });

  test('the public address is an origin: https, or http on this machine', () => {
    expect(parseServe(['--origin', 'https://portail.exemple.fr/'], {})).toMatchObject({ value: { origin: 'https://portail.exemple.fr' } });
    expect(parseServe(['--origin', 'http://127.0.0.1:9000'], {})).toMatchObject({ value: { origin: 'http://127.0.0.1:9000' } });
  });

  test('N5: rates, quotas and patience are settings; the figures have a port of their own or none', () => {
    const args = ['--limit', 'writes-per-second=100', '--limit', 'firm-quota-mib=0', '--metrics-port', '9464'];
    expect(parseServe(args, {})).toMatchObject({ value: { limits: { 'writes-per-second': 100, 'firm-quota-mib': 0 }, metricsPort: 9464 } });
  });

  test('O5: the register of companies is an address of its own, or none', () => {
    expect(parseServe(['--company-register', 'off'], {})).toMatchObject({ value: { companyRegister: null } });
    expect(parseServe(['--company-register', 'http://127.0.0.1:9000'], {})).toMatchObject({
      value: { companyRegister: 'http://127.0.0.1:9000' },
    });
  });

  test.each([
    [['--port=-1'], 'bad-port'],
    [['--port', '80.5'], 'bad-port'],
    [['--port'], 'unknown-option'],
    [['--origin', 'https://portail.exemple.fr/chemin'], 'bad-origin'],
    [['--origin', 'ftp://portail.exemple.fr'], 'bad-origin'],
    [['--origin', 'http://192.168.1.10'], 'origin-needs-https'],
    [['--file-limit', '100Mo'], 'bad-file-limit'],
    [['--file-limit', '4096'], 'bad-file-limit'],
    [['--extension', 'ABC'], 'bad-extension'],
    [['--trusted-proxy', 'proxy.exemple.fr'], 'bad-proxy'],
    [['--metrics-port', 'all'], 'bad-metrics-port'],
    [['--limit', 'writes-per-second'], 'bad-limit'],
    [['--limit', 'writes-per-second=0'], 'bad-limit'],
    [['--limit', 'everything=1'], 'bad-limit'],
    [['--limit', 'constructor=1'], 'bad-limit'],
    [['--clamd', 'http://localhost:3310'], 'bad-clamd'],
    [['--company-register', 'http://192.168.1.10'], 'bad-company-register'],
    [['--company-register', 'https://registre.exemple.fr/search?q='], 'bad-company-register'],
    [['--data', ' '], 'bad-data'],
    [['--data', '/srv/cabinet', '--database', 'mysql://ici/navette'], 'bad-database'],
    [['--data', '/srv/cabinet', '--database', 'postgres://navette:secret@ici/navette'], 'database-password'],
    [['--database', 'postgres://ici/navette'], 'demo-database'],
    [['--debug'], 'unknown-option'],
    [['extra'], 'unknown-option'],
  ])('O3 %s is refused as %s, with a sentence in both languages', (args, tag) => {
    const parsed = parseServe(args, {});
    if (parsed.ok) throw new Error('taken');
    expect(parsed.refusal.tag).toBe(tag);
    for (const language of ['fr', 'en'] as const) expect(refusalSentence(parsed.refusal, language)).toMatch(/^\p{Lu}?["«\p{L}].{30,}\.$/u);
  });

  test('O3 the log may live in PostgreSQL, whose password comes by the environment only', () => {
    const args = ['--data', '/srv/cabinet'];
    const plain = 'postgres://navette@ici/navette';
    expect(parseServe([...args, '--database', plain], {})).toMatchObject({ value: { database: plain } });
    const secret = 'postgres://navette:secret@ici/navette';
    expect(parseServe(args, { NAVETTE_DATABASE: secret })).toMatchObject({ value: { database: secret } });
    const refused = parseServe([...args, '--database', secret], {});
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  test('O3 mail is wholly set or not at all, and its password is never quoted', () => {
    const url = 'smtps://user:secret@relais.exemple.fr';
    expect(parseServe([], { NAVETTE_SMTP_URL: url, NAVETTE_MAIL_FROM: 'navette@exemple.fr' })).toMatchObject({ value: { smtp: { url } } });
    const half = parseServe([], { NAVETTE_SMTP_URL: url });
    expect(half).toEqual({ ok: false, refusal: { tag: 'bad-smtp' } });
  });

  test('R161: identity providers come from a file, secrets included; a fault is named by its place, never by its value', () => {
    const firm = {
      id: 'cabinet',
      name: 'Microsoft 365',
      issuer: 'https://login.example/t/v2.0',
      clientId: 'app',
      clientSecret: 'very-secret-value',
    };
    const parse = (text: string, args = ['--oidc', '/etc/navette/oidc.json'], env = {}) => parseServe(args, env, () => text);
    expect(parse(JSON.stringify([firm]))).toMatchObject({ value: { oidc: [{ ...firm, domains: [], provesAddresses: false }] } });
    expect(parse(JSON.stringify([firm]), [], { NAVETTE_OIDC: '/etc/navette/oidc.json' })).toMatchObject({
      value: { oidc: [{ id: 'cabinet' }] },
    });
    expect(parse('[]', [])).toMatchObject({ value: { oidc: [] } });
    for (const [text, place] of [
      ['{', 'JSON'],
      [JSON.stringify([{ ...firm, issuer: 'http://login.example' }]), '0.issuer'],
      [JSON.stringify([{ ...firm, issuer: 'not an address' }]), '0.issuer'],
      [JSON.stringify([{ ...firm, clientSecret: 'short' }]), '0.clientSecret'],
      [JSON.stringify([{ ...firm, domains: ['@cabinet.fr'] }]), '0.domains.0'],
      [JSON.stringify([{ ...firm, secret: 'x' }]), '0.secret'],
      [JSON.stringify([firm, firm]), 'id'],
    ] as const) {
      const refused = parse(text);
      expect(refused).toEqual({ ok: false, refusal: { tag: 'bad-oidc', value: `/etc/navette/oidc.json: ${place}` } });
      expect(JSON.stringify(refused)).not.toContain('very-secret-value');
    }
    expect(parseServe(['--oidc', '/nowhere/oidc.json'], {})).toMatchObject({ refusal: { tag: 'bad-oidc' } });
  });
});
