/** Mail ⑪ (mail-injection): one recipient, our headers and nothing else, whatever people typed; through a real relay. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openIdentityDatabase } from '../../sync-server/src/accounts/identity-database.ts';
import { makeMetrics } from '../../sync-server/src/figures/metrics.ts';
import { smtpMailer } from '../../sync-server/src/adapters/smtp-mailer.ts';
import type { LetterLimits } from '../../sync-server/src/mail/letter-budget.ts';
import type { Letter } from '../../sync-server/src/mail/letters.ts';
import { makePostOffice } from '../../sync-server/src/mail/post-office.ts';
import { startTestServer } from '../../sync-server/src/testing/test-server.ts';
import { muteRelay, relay, type Relay } from '../support/relay.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const FROM = 'navette@cabinet.example';
const CODE: Letter = { kind: 'code', code: '12345678', minutes: 10 };
let post: Relay;
beforeAll(async () => void (post = await relay()));
afterAll(() => post.close());

function office(url: string, more: { firm?: string; limits?: LetterLimits; patience?: number; now?: () => number } = {}) {
  const lines: string[] = [];
  const metrics = makeMetrics();
  const database = openIdentityDatabase(':memory:');
  const parts = {
    mailer: smtpMailer({ url, from: FROM }),
    firm: () => more.firm ?? 'Cabinet Aubrac Conseil',
    origin: 'https://navette.example',
    database,
    clock: { now: more.now ?? (() => 1_790_000_000_000) },
    metrics,
    log: (event: string, facts?: unknown) => void lines.push(`${event} ${JSON.stringify(facts)}`),
    ...(more.limits && { limits: more.limits }),
    ...(more.patience !== undefined && { patience: more.patience }),
  };
  return { ...makePostOffice(parts), again: () => makePostOffice(parts), lines, metrics };
}

beforeEach(() => void (post.taken as unknown[]).splice(0));

describe('⑪ mail-injection', () => {
  test('a letter arrives whole: UTF-8 subject, both parts, one recipient, the firm’s name, no answer wanted', async () => {
    const letter: Letter = {
      kind: 'invitation',
      company: 'Pâtisserie Éclair',
      by: 'Zoé Lœwe',
      link: '/#/welcome?i=abc',
      until: '3\u00a0décembre',
    };
    expect(await office(post.url).post('claire.morel@atelier.example', letter)).toBe('sent');
    const [taken] = post.taken;
    expect(taken).toMatchObject({ from: FROM, to: ['claire.morel@atelier.example'] });
    expect(taken?.letter.subject).toBe('Zoé Lœwe vous invite dans l’espace «\u202fPâtisserie Éclair\u202f»');
    expect(taken?.letter.from).toMatchObject({ name: 'Cabinet Aubrac Conseil', address: FROM });
    expect(taken?.letter.text).toContain('Zoé Lœwe vous invite à rejoindre l’espace «\u202fPâtisserie Éclair\u202f»');
    expect(taken?.letter.html).toContain('https://navette.example/#/welcome?i=abc');
    expect(taken?.raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(taken?.letter.attachments).toEqual([]);
  });

  const INJECTIONS = [
    'Claire\r\nBcc: tous@evil.example',
    'Claire\nBcc: tous@evil.example\n\nAutre corps',
    'Claire\r\n.\r\nRCPT TO:<tous@evil.example>',
    'Claire\u2028Bcc: tous@evil.example',
    'Claire\u0000\u0001',
    '=?utf-8?q?Bcc=3A_x=40evil.example?=',
    '"Claire" <pirate@evil.example>, autre@evil.example',
    'Claire; Bcc=x',
    `${'a'.repeat(5000)}\r\nX: y`,
  ];
  test.each(INJECTIONS)('%j as a company’s, a person’s and the firm’s name adds no header and no recipient', async (name) => {
    const letter: Letter = { kind: 'invitation', company: name, by: name, link: '/#/welcome', until: '3 décembre' };
    expect(await office(post.url, { firm: name }).post('claire@atelier.example', letter)).toBe('sent');
    expect(post.taken).toHaveLength(1);
    const [taken] = post.taken;
    expect(taken?.to).toEqual(['claire@atelier.example']);
    const headers = taken?.letter.headers.map(({ key }) => key).toSorted();
    expect(headers).toEqual([
      'auto-submitted',
      'content-type',
      'date',
      'from',
      'message-id',
      'mime-version',
      'subject',
      'to',
      'x-auto-response-suppress',
    ]);
    expect(taken?.letter.cc ?? []).toEqual([]);
    expect(taken?.letter.bcc ?? []).toEqual([]);
    expect(taken?.letter.from?.address).toBe(FROM);
  });

  test.each([
    'claire@atelier.example\r\nBcc: x@evil.example',
    'claire@atelier.example, x@evil.example',
    'claire@atelier.example;x@evil.example',
    'Claire <claire@atelier.example>',
    '<claire@atelier.example>',
    '"a b"@atelier.example',
    'claire@[127.0.0.1]',
    'claire@atelier.example ',
    'claire',
    '',
  ])('%j is no plain address: nothing leaves', async (to) => {
    expect(await office(post.url).post(to, CODE)).toBe('failed');
    expect(post.taken).toEqual([]);
  });
});

describe('the post office', () => {
  test('six letters an hour and twenty a day leave to one address, however it is written; a restart forgives none', async () => {
    let now = 1_790_000_000_000;
    const own = office(post.url, { now: () => now });
    const sendAs = async (to: string, times: number) => {
      const said = [];
      for (let i = 0; i < times; i += 1) said.push(await own.post(to, CODE));
      return said;
    };
    expect(await sendAs('claire@atelier.example', 6)).toEqual(Array.from({ length: 6 }, () => 'sent'));
    expect(await own.post('CLAIRE@atelier.example', CODE)).toBe('too-many');
    expect(await own.again().post('claire@atelier.example', CODE)).toBe('too-many');
    expect(await own.post('paul@atelier.example', CODE)).toBe('sent');
    for (let hour = 1; hour <= 3; hour += 1) {
      now += 3600_001;
      await sendAs('claire@atelier.example', 6);
    }
    const toClaire = () => post.taken.filter(({ to }) => to[0]?.startsWith('claire')).length;
    expect(toClaire()).toBe(20);
    now += 24 * 3600_000;
    expect(await own.post('claire@atelier.example', CODE)).toBe('sent');
    expect(own.metrics.text()).toContain('letters_total{outcome="too-many"}');
    expect(own.lines.join('\n')).not.toMatch(/claire|paul|atelier|12345678/);
  });

  test('the firm as a whole sends no more than its day allows', async () => {
    const own = office(post.url, { limits: { perHour: 6, perDay: 20, firmPerDay: 2 } });
    const said = [];
    for (const to of ['a@x.example', 'b@x.example', 'c@x.example']) said.push(await own.post(to, CODE));
    expect(said).toEqual(['sent', 'sent', 'too-many']);
  });

  test('a relay that refuses, is gone, or says nothing: the letter did not leave, and nothing throws', async () => {
    const [refusing, mute] = [await relay({ refuses: true }), await muteRelay()];
    const gone = await relay();
    await gone.close();
    expect(await office(refusing.url).post('claire@atelier.example', CODE)).toBe('failed');
    expect(await office(gone.url).post('claire@atelier.example', CODE)).toBe('failed');
    expect(await office(mute.url, { patience: 50 }).post('claire@atelier.example', CODE)).toBe('failed');
    await Promise.all([refusing.close(), mute.close()]);
  });

  test('what a relay did not take is not counted: the person may try again', async () => {
    const refusing = await relay({ refuses: true });
    const own = office(refusing.url);
    for (let i = 0; i < 8; i += 1) expect(await own.post('claire@atelier.example', CODE)).toBe('failed');
    await refusing.close();
  });

  test('the server itself hands its letters to the relay it was given', async () => {
    const server = await startTestServer({ smtp: { url: post.url, from: FROM } });
    await server.mailer.send({ to: 'claire@atelier.example', sender: 'Cabinet', subject: 'Été', text: 'é', html: '<p>é</p>' });
    expect(post.taken.at(-1)?.letter).toMatchObject({ subject: 'Été', text: 'é' });
    await server.close();
  });
});
