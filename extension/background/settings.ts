/**
 * The only use of `storage.local`, which scripts in visited pages can read: these listed settings, no token and nothing
 * of a client (M2).
 */
import * as v from 'valibot';
import { browser } from 'wxt/browser';

export const SETTINGS = {
  /** Origins where our banner is registered. */
  'portal-origins': v.fallback(v.array(v.string()), []),
} as const;

type Setting = keyof typeof SETTINGS;
type Value<K extends Setting> = v.InferOutput<(typeof SETTINGS)[K]>;

export async function readSetting<K extends Setting>(key: K): Promise<Value<K>> {
  return v.parse(SETTINGS[key], (await browser.storage.local.get(key))[key]) as Value<K>;
}

export async function writeSetting<K extends Setting>(key: K, value: Value<K>): Promise<void> {
  await browser.storage.local.set({ [key]: value });
}
