import { expect, test } from 'vitest';
import { originOf } from './sign-in-address.ts';

test('N1: a typed address becomes an https origin; plain http is for this machine only', () => {
  expect(originOf(' navette.cabinet.example ')).toBe('https://navette.cabinet.example');
  expect(originOf('https://navette.cabinet.example/portail?x=1')).toBe('https://navette.cabinet.example');
  expect(originOf('http://navette.cabinet.example')).toBe('insecure');
  expect(originOf('127.0.0.1:4310')).toBe('http://127.0.0.1:4310');
  expect(originOf('localhost:4310')).toBe('http://localhost:4310');
  expect(originOf('localhost.example')).toBe('https://localhost.example');
  expect(originOf('javascript://alert')).toBe('insecure');
  expect(originOf('')).toBe('bad');
  expect(originOf('deux mots')).toBe('bad');
});
