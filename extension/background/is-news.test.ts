import { expect, test } from 'vitest';
import { isNews } from './is-news.ts';

test('R103 a new version is told of on a page of its own; a correction of it is not', () => {
  expect(isNews('0.1.4', '0.2.0')).toBe(true);
  expect(isNews('0.9.0', '1.0.0')).toBe(true);
  expect(isNews('0.1.0', '0.1.1')).toBe(false);
  expect(isNews('0.1.0', '0.1.0')).toBe(false);
  expect(isNews(undefined, '0.1.0')).toBe(false);
});
