/**
 * Sends a message to the background. It knows the names and shapes of messages as types only: no schema is bundled
 * into what runs in visited pages.
 */
import { browser } from 'wxt/browser';
import type { MessageInput, MessageType } from './message-table.ts';

/**
 * @returns the background's answer, unparsed; undefined when nobody answered (worker stopped in between, extension updated)
 * @throws never: silence and failure are the same to a sender, which tries again
 */
export async function send<T extends MessageType>(type: T, body: MessageInput<T>): Promise<unknown> {
  try {
    return await browser.runtime.sendMessage({ type, body });
  } catch {
    return undefined;
  }
}
