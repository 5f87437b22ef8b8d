/**
 * The one place where the server speaks to somebody else over HTTP: to a provider that the operator declared, at the addresses
 * that its own description names (O5). No redirect is followed, nothing large is read, nobody is waited for long.
 */
import { isProviderAddress } from './providers.ts';

const PATIENCE = 10_000;
const MOST_BYTES = 512 * 1024;

/** The provider does not answer, or not as it should. */
export class ProviderSilent extends Error {}

/** @throws ProviderSilent unless it answers 200 with JSON */
export async function providerJson(
  address: string,
  init: { readonly headers?: Record<string, string>; readonly form?: URLSearchParams } = {},
): Promise<unknown> {
  if (!isProviderAddress(address)) throw new ProviderSilent('address');
  try {
    const answer = await fetch(address, {
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      headers: { accept: 'application/json', ...init.headers },
      ...(init.form && { method: 'POST', body: init.form }),
    });
    const text = await readSmall(answer);
    if (answer.status !== 200) throw new ProviderSilent(`status ${answer.status}`);
    return JSON.parse(text);
  } catch (error) {
    throw error instanceof ProviderSilent ? error : new ProviderSilent('no answer', { cause: error });
  }
}

async function readSmall(answer: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    size += part.length;
    if (size > MOST_BYTES) throw new ProviderSilent('too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
