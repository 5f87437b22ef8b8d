import { describe, expect, test } from 'vitest';
import { isPrivateHost, linkTarget, nameOfAddress } from './link-target.ts';

describe('P5 what a click on a link lets us fetch', () => {
  const page = 'https://telecom.example/factures';

  test('P5 a link to the page’s own site is fetched inside the page', () => {
    expect(linkTarget('https://telecom.example/f/88120.pdf?k=1#p2', page)).toEqual({
      tag: 'same-origin',
      url: 'https://telecom.example/f/88120.pdf?k=1',
    });
  });

  test('P5 a link to another site waits for the person’s permission', () => {
    expect(linkTarget('https://cdn.example/f.pdf', page)).toEqual({
      tag: 'elsewhere',
      url: 'https://cdn.example/f.pdf',
      origin: 'https://cdn.example',
    });
    expect(linkTarget('http://telecom.example/f.pdf', page)).toMatchObject({ tag: 'elsewhere' });
  });

  test.each([
    'javascript:alert(1)',
    'data:application/pdf,x',
    'file:///etc/passwd',
    'blob:https://telecom.example/1',
    'ftp://telecom.example/a',
    'chrome://settings',
    '',
  ])('P5 %s is not an address of the web', (clicked) => expect(linkTarget(clicked, page)).toEqual({ tag: 'refused', reason: 'not-web' }));

  test.each([
    'http://192.168.1.1/admin',
    'http://10.0.0.5/x.pdf',
    'http://172.20.0.1/',
    'http://127.0.0.1:8080/',
    'http://169.254.169.254/latest',
    'http://0x7f.1/',
    'http://2130706433/',
    'http://0/',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://localhost/',
    'http://a.localhost/',
    'http://nas.local/',
    'http://intranet/',
    'http://router.lan/',
    'http://localhost./',
    'http://intra.corp/',
  ])('P5 a page of the web cannot make us fetch %s', (clicked) => {
    expect(linkTarget(clicked, page)).toEqual({ tag: 'refused', reason: 'private-host' });
  });

  test('P5 a page of the firm’s own network may give its own files', () => {
    expect(linkTarget('http://192.168.1.9/scan.pdf', 'http://192.168.1.9/')).toMatchObject({ tag: 'same-origin' });
    expect(linkTarget('http://192.168.1.9:8080/scan.pdf', 'http://192.168.1.9/')).toMatchObject({ tag: 'elsewhere' });
    expect(linkTarget('http://192.168.1.10/scan.pdf', 'http://192.168.1.9/')).toMatchObject({ tag: 'refused' });
  });

  test('P5 a name and password in the address are dropped', () => {
    expect(linkTarget('https://a:b@telecom.example/f.pdf', page)).toEqual({ tag: 'same-origin', url: 'https://telecom.example/f.pdf' });
  });

  test('P5 addresses of the web are not private', () => {
    for (const host of ['telecom.example', '8.8.8.8', '172.15.0.1', '172.32.0.1', '[2001:4860::8888]', 'local.example'])
      expect(isPrivateHost(host), host).toBe(false);
  });
});

test('a file is named after the end of its address', () => {
  expect(nameOfAddress('https://x.example/a/Facture%20mars.pdf?x=1')).toBe('Facture mars.pdf');
  expect(nameOfAddress('https://x.example/')).toBe('document');
  expect(nameOfAddress('https://x.example/%E0%A4%A')).toBe('%E0%A4%A');
});
