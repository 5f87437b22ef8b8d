/**
 * O5: the server fetches no address anybody gives it. It opens no connection of its own at all, but for the mail relay and the
 * identity providers and the register of companies that the operator named; this test reads its source, so that a new one is
 * a decision.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CompanyLookup } from '@navette/protocol/registration';
import { companyRegister } from '../../sync-server/src/adapters/company-register.ts';
import { parseServe } from '../../sync-server/src/config.ts';
import { registrationWorld, type RegistrationWorld } from '../support/registration-world.ts';

const SOURCE = path.resolve(import.meta.dirname, '../../sync-server/src');
/** Ways to open a connection from Node. */
const OUTGOING = [
  /(?:[=(,:?]|await|return|void|globalThis\.)\s*fetch\(/,
  /\bfrom 'node:(?:http2|https|tls|dgram|dns|dns\/promises)'/,
  /import \{[^}]*\b(?:request|get|connect|createConnection|Socket)\b(?! as type)[^}]*\} from 'node:(?:http|net)'/,
  /\bfrom '(?:undici|nodemailer|axios|got|node-fetch)'/,
  /\bnew (?:WebSocket|EventSource)\(/,
];
const ALLOWED = new Set(['adapters/smtp-mailer.ts', 'adapters/company-register.ts', 'oidc/provider-fetch.ts']);

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing/'),
);

describe('O5 the server opens no connection', () => {
  test('O5 no file but the mailer’s, the providers’ and the register’s has a way to open one', () => {
    const found = files.filter((name) => {
      // Types open nothing; comments neither.
      const text = readFileSync(path.join(SOURCE, name), 'utf8')
        .replaceAll(/^import type .*$/gm, '')
        .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return OUTGOING.some((way) => way.test(text));
    });
    expect(found.filter((name) => !ALLOWED.has(name))).toEqual([]);
    expect(files.length).toBeGreaterThan(60);
  });

  test('O5 providers are those of the settings: their file alone asks them, follows no redirect, and no command names an address', () => {
    const asking = files.filter((name) => readFileSync(path.join(SOURCE, name), 'utf8').includes('providerJson('));
    expect(asking.toSorted()).toEqual(['oidc/provider-fetch.ts', 'oidc/relying-party.ts']);
    expect(readFileSync(path.join(SOURCE, 'oidc/provider-fetch.ts'), 'utf8')).toMatch(/redirect: 'error'/);
    const commands = readFileSync(path.resolve(SOURCE, '../../packages/protocol/src/identity.ts'), 'utf8');
    expect(commands).not.toMatch(/issuer|v\.url\(/);
  });

  test('O5 the mailer speaks to the relay of the settings, and takes its address from nowhere else', () => {
    const text = readFileSync(path.join(SOURCE, 'adapters/smtp-mailer.ts'), 'utf8');
    expect(text).toMatch(/SmtpConfig/);
    expect(text).not.toMatch(/process\.env/);
  });
});

/** The State's register, on loopback; and a server of somebody else's, which nobody may be led to. */
type Heard = { readonly server: Server; readonly origin: string; readonly asked: string[] };

async function listening(answer: (path: string, response: ServerResponse) => void): Promise<Heard> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request.url ?? '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const SIRET = '73282932000074';
const place = {
  siret: SIRET,
  adresse: '11 RUE DE CAMBRAI 75019 PARIS',
  code_postal: '75019',
  libelle_commune: 'PARIS',
  activite_principale: '58.29A',
  latitude: '48.89',
};
const unit = {
  siren: '732829320',
  nom_complet: 'CIEL (CIEL)',
  nom_raison_sociale: 'CIEL',
  nature_juridique: '5710',
  siege: place,
  matching_etablissements: [place],
};
const said = (response: ServerResponse, body: unknown, type = 'application/json') =>
  response.writeHead(200, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));

describe('O5 the register of companies', () => {
  let register: Heard;
  let elsewhere: Heard;
  let answer: (response: ServerResponse) => void;
  let time = 0;
  const ask = (siret = SIRET) => companyRegister(register.origin, { now: () => time }).find(siret);
  beforeAll(async () => {
    elsewhere = await listening((_path, response) => said(response, { results: [unit] }));
    register = await listening((_path, response) => answer(response));
  });
  afterAll(() => {
    for (const { server } of [register, elsewhere]) {
      server.closeAllConnections();
      server.close();
    }
  });

  test('R015 R019 a SIRET that it knows gives name, address, town, APE code and legal form', async () => {
    answer = (response) => said(response, { results: [unit], total_results: 1 });
    expect(await ask()).toEqual({ name: 'CIEL', address: '11 RUE DE CAMBRAI', town: '75019 PARIS', ape: '58.29A', legalForm: 'sas' });
    expect(register.asked.at(-1)).toBe(`/search?q=${SIRET}&page=1&per_page=1`);
  });

  test('R019 one that it does not know, or that belongs to another establishment, is unknown', async () => {
    answer = (response) => said(response, { results: [], total_results: 0 });
    expect(await ask()).toBe('unknown');
    answer = (response) =>
      said(response, { results: [{ ...unit, siege: { ...place, siret: '73282932000082' }, matching_etablissements: [] }] });
    expect(await ask()).toBe('unknown');
  });

  test('R020 what somebody asked not to be published stays empty', async () => {
    const hidden = { ...place, adresse: '[NON-DIFFUSIBLE]', libelle_commune: '[NON-DIFFUSIBLE]', code_postal: '[NON-DIFFUSIBLE]' };
    answer = (response) =>
      said(response, {
        results: [{ ...unit, nom_raison_sociale: null, nom_complet: '[NON-DIFFUSIBLE]', siege: hidden, matching_etablissements: null }],
      });
    expect(await ask()).toMatchObject({ name: '', address: '', town: '' });
  });

  test('O5 only fourteen digits that are a SIRET ever leave: whatever else is given asks nobody', async () => {
    const before = register.asked.length;
    for (const crooked of ['', '1', `${SIRET}&q=x`, '../admin', 'http://169.254.169.254/', '73282932000075', `${SIRET}\r\nHost: x`])
      expect(await ask(crooked)).toBe('unknown');
    expect(register.asked.length).toBe(before);
  });

  test('O5 a redirect is not followed, to this machine or to any other', async () => {
    const before = elsewhere.asked.length;
    answer = (response) => response.writeHead(302, { location: `${elsewhere.origin}/search?q=${SIRET}` }).end();
    expect(await ask()).toBe('unreachable');
    expect(elsewhere.asked.length).toBe(before);
  });

  test('O5 R020 an answer that is large, crooked, of another type or an error is no answer, and stops nobody', async () => {
    const crooked: ((response: ServerResponse) => void)[] = [
      (response) => said(response, 'x'.repeat(2_000_000)),
      (response) => said(response, '{"results":'),
      (response) => said(response, { results: 'all' }),
      (response) => said(response, '<h1>Wi-Fi</h1>', 'text/html'),
      (response) => response.writeHead(429).end(),
      (response) => response.writeHead(500).end(),
      (response) => response.destroy(),
    ];
    for (const one of crooked) {
      answer = one;
      expect(await ask()).toBe('unreachable');
    }
  });

  test('O5 what it said is kept for a day: the same number is not asked again', async () => {
    answer = (response) => said(response, { results: [unit] });
    const kept = companyRegister(register.origin, { now: () => time });
    const before = register.asked.length;
    for (let i = 0; i < 5; i++) expect(await kept.find(SIRET)).toMatchObject({ name: 'CIEL' });
    expect(register.asked.length).toBe(before + 1);
    time += 25 * 3600_000;
    await kept.find(SIRET);
    expect(register.asked.length).toBe(before + 2);
  });

  test('O5 its host comes from the options, and from nowhere else', () => {
    expect(parseServe([], {})).toMatchObject({ value: { companyRegister: 'https://recherche-entreprises.api.gouv.fr' } });
    const text = readFileSync(path.join(SOURCE, 'adapters/company-register.ts'), 'utf8');
    expect(text.match(/\bfetch\(/g)).toHaveLength(1);
    expect(text).toMatch(/redirect: 'error'/);
    expect(text).not.toMatch(/process\.env|headers\.get\('host'\)/);
  });

  test('R015 O5 the assistant asks it through the server, for those who are registered and nobody else, so often and no more', async () => {
    answer = (response) => said(response, { results: [unit] });
    const world: RegistrationWorld = await registrationWorld({ companyRegister: register.origin });
    expect(await world.ask(world.lea, CompanyLookup, { siret: SIRET, dossier: world.dossier })).toMatchObject({
      status: 'found',
      company: { name: 'CIEL' },
    });
    expect(await world.refusal(world.invited, CompanyLookup, { siret: SIRET, dossier: world.dossier })).toBe('forbidden');
    const answers = new Set<string | number>();
    for (let i = 0; i < 40; i++) answers.add(await world.refusal(null, CompanyLookup, { siret: SIRET, dossier: null }));
    expect([...answers]).toEqual([200, 'too-many']);
    await world.close();
    // A firm that asks no register goes on by hand.
    const alone = await registrationWorld();
    expect(await alone.ask(alone.lea, CompanyLookup, { siret: SIRET, dossier: alone.dossier })).toEqual({ status: 'unreachable' });
    await alone.close();
  }, 60_000);
});
