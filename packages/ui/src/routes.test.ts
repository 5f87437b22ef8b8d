import type { DocumentId, DossierId } from '@navette/kernel/ids';
import { describe, expect, test } from 'vitest';
import { parseRoute, routeTo } from './routes.ts';

const id = '0192f000-0004-7000-8000-000000000002';

describe('M5: a link into the application only shows', () => {
  test('a route carries a screen and ids, and what else stands in it is not read', () => {
    const route = parseRoute(`#/documents/${id}?act=accept&state=received&dossier=nobody`);
    expect(route).toEqual({ screen: 'documents', document: id, dossier: null, state: 'received', kind: null });
  });

  test('an unknown screen or a malformed id leads home, or to the list', () => {
    expect(parseRoute('#/delete/everything').screen).toBe('home');
    expect(parseRoute('#/documents/<script>').document).toBeNull();
    expect(parseRoute('').screen).toBe('home');
  });

  test('what a link says is what is read back', () => {
    expect(parseRoute(routeTo('documents', { document: id as DocumentId })).document).toBe(id);
    expect(parseRoute(routeTo('documents', { dossier: id as DossierId, state: 'refused' }))).toMatchObject({
      dossier: id,
      state: 'refused',
    });
  });
});
