/**
 * O5: the server fetches no address anybody gives it. It opens no connection of its own at all, but for the mail relay and the
 * identity providers that the operator named; this test reads its source, so that a new one is a decision.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const SOURCE = path.resolve(import.meta.dirname, '../../sync-server/src');
/** Ways to open a connection from Node. */
const OUTGOING = [
  /(?:[=(,:?]|await|return|void|globalThis\.)\s*fetch\(/,
  /\bfrom 'node:(?:http2|https|tls|dgram|dns|dns\/promises)'/,
  /import \{[^}]*\b(?:request|get|connect|createConnection|Socket)\b(?! as type)[^}]*\} from 'node:(?:http|net)'/,
  /\bfrom '(?:undici|nodemailer|axios|got|node-fetch)'/,
  /\bnew (?:WebSocket|EventSource)\(/,
];
const ALLOWED = new Set(['adapters/smtp-mailer.ts', 'oidc/provider-fetch.ts']);

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing/'),
);

describe('O5 the server opens no connection', () => {
  test('O5 no file but the mailer’s and the providers’ has a way to open one', () => {
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
