import { describe, expect, test } from 'vitest';
import { pastedLink, tokenIn } from './welcome-link.ts';

const TOKEN = 'Ab-_'.repeat(10) + 'xyz';

describe('the link of an invitation', () => {
  test('is read from the hash, where no server sees it', () => {
    expect(tokenIn(`#/welcome?link=${TOKEN}`)).toBe(TOKEN);
    expect(tokenIn(`#/welcome?from=x&link=${TOKEN}`)).toBe(TOKEN);
  });
  test.each(['', '#/welcome', '#/welcome?link=', `#/welcome?link=${TOKEN}x`, `#/home?link=${TOKEN}`, '#/welcome?link=<script>'])(
    'anything else is none: %j',
    (hash) => {
      expect(tokenIn(hash)).toBeNull();
    },
  );
  test('is pasted with its server, which must be one that nobody listens to', () => {
    expect(pastedLink(` https://portail.example/#/welcome?link=${TOKEN}\n`)).toEqual({ token: TOKEN, origin: 'https://portail.example' });
    expect(pastedLink(`http://localhost:8787/#/welcome?link=${TOKEN}`)?.origin).toBe('http://localhost:8787');
    expect(pastedLink(`http://portail.example/#/welcome?link=${TOKEN}`)).toBeNull();
    expect(pastedLink(`javascript:alert(1)//#/welcome?link=${TOKEN}`)).toBeNull();
    expect(pastedLink('https://portail.example/')).toBeNull();
  });
});
