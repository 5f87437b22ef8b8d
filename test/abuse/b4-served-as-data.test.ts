/** B4: whatever the bytes are, they are served as data: no page, no script, no path, no cached copy. */
import { expect, test } from 'vitest';
import { ask, sha256, syncWorld, upload } from '../support/sync-world.ts';

const page = Buffer.from('<!doctype html><script>alert(document.domain)</script>');
const hash = sha256(page);

test('B4 an HTML page that was given is served as an attachment nobody may render', async () => {
  const { heart, dossier, client } = syncWorld();
  await upload(heart, client, page, { dossier });
  const response = await ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${hash}`);
  const header = (name: string) => response.headers.get(name);
  expect(header('content-type')).toBe('application/octet-stream');
  expect(header('content-disposition')).toBe('attachment');
  expect(header('x-content-type-options')).toBe('nosniff');
  expect(header('content-security-policy')).toContain('sandbox');
  expect(header('cross-origin-resource-policy')).toBe('same-origin');
  expect(header('cache-control')).toBe('no-store');
  expect(header('etag')).toBe(`"${hash}"`);
});

test('B4 ranges are served as asked, and what cannot be is refused', async () => {
  const { heart, dossier, client } = syncWorld();
  await upload(heart, client, page, { dossier });
  const get = (range: string, more = {}) =>
    ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${hash}`, { headers: { range, ...more } });
  const text = async (response: Response) => [response.status, await response.text(), response.headers.get('content-range')];
  expect(await text(await get('bytes=0-8'))).toEqual([206, '<!doctype', `bytes 0-8/${page.length}`]);
  expect(await text(await get('bytes=-9'))).toEqual([206, '</script>', `bytes ${page.length - 9}-${page.length - 1}/${page.length}`]);
  expect((await get('bytes=15-'))?.status).toBe(206);
  expect((await get(`bytes=${page.length}-`)).status).toBe(416);
  expect((await get('bytes=0-3,5-9')).status).toBe(200);
  expect((await get('bytes=0-3', { 'if-range': '"other"' })).status).toBe(200);
  expect(
    (await ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${hash}`, { headers: { 'if-none-match': `"${hash}"` } })).status,
  ).toBe(304);
});

test('B4 path tricks in place of a hash or a dossier find nothing', async () => {
  const { heart, dossier, client } = syncWorld();
  for (const trick of ['..%2f..%2fetc%2fpasswd', 'a'.repeat(63), 'A'.repeat(64), `${hash}%00`, '%2e%2e']) {
    expect((await ask(heart, client, `/api/v1/dossiers/${dossier}/blobs/${trick}`)).status).toBe(404);
    expect((await ask(heart, client, `/api/v1/dossiers/${trick}/blobs/${hash}`)).status).toBe(404);
  }
});
