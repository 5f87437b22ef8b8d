/**
 * What the firm's administrator set on this browser (`managed-schema.json`), which a person does not choose. Read by the
 * background and by our pages; asked once in each.
 */
import * as v from 'valibot';
import { browser } from 'wxt/browser';

const Managed = v.object({ serverOrigin: v.optional(v.string()), portalOrigins: v.optional(v.array(v.string())) });

export type ManagedSettings = {
  /** The one server people may sign in to; null where they choose. */
  readonly serverOrigin: string | null;
  readonly portalOrigins: readonly string[];
};

let managed: Promise<ManagedSettings> | undefined;

export function managedSettings(): Promise<ManagedSettings> {
  return (managed ??= readManaged());
}

async function readManaged(): Promise<ManagedSettings> {
  const parsed = v.safeParse(Managed, await browser.storage.managed.get(['serverOrigin', 'portalOrigins']).catch(() => ({})));
  const origins = parsed.success ? (parsed.output.portalOrigins ?? []) : [];
  return {
    serverOrigin: parsed.success ? originOf(parsed.output.serverOrigin) : null,
    portalOrigins: origins.map(originOf).filter((origin) => origin !== null),
  };
}

function originOf(text: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : null;
}
