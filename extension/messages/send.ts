/**
 * Sends a message to the background. It knows the names and shapes of messages as types only: no schema is bundled
 * into what runs in visited pages.
 */
import { browser } from 'wxt/browser';
import type { MessageInput, MessageType } from './message-table.ts';

/**
 * @param patience milliseconds after which silence is taken for silence: a background stopped at the wrong moment may leave
 *   a message without any end
 * @returns the background's answer, unparsed; undefined when nobody answered (worker stopped in between, extension updated)
 * @throws never: silence and failure are the same to a sender, which tries again
 */
export async function send<T extends MessageType>(type: T, body: MessageInput<T>, patience = 120_000): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([browser.runtime.sendMessage({ type, body }), silence]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
