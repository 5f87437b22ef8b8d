/** Keys, details of the firm, other firms and a browser, for the gallery and the tests of the administration and the options. */
import type { CommandRefusal, FirmView } from '@navette/device/model';
import type { DossierId, FirmId } from '@navette/kernel/ids';
import { ok, type Result } from '@navette/kernel/result';
import { RETENTION_TABLE, type RetentionTable } from '@navette/domain/retention';
import { changeRetentionRules, retentionRules } from '@navette/protocol/retention';
import { changeFirmDetails, firmDetails, type FirmDetails } from '@navette/protocol/firm-details';
import { createApiKey, listApiKeys, revokeApiKey, type ApiKeyView } from '@navette/protocol/sendings';
import type { OptionsDoor } from '../options/Options.tsx';
import { SAMPLE_NOW, sampleId } from './sample-data.ts';

const DAY = 86_400_000;
const named = (n: number, name: string) => ({ id: sampleId<DossierId>(3, n), name });
const DOSSIERS = [named(1, 'Atelier Bonnefoy'), named(2, 'Aux Trois Sapins'), named(4, 'Boulangerie Chappaz')];

function key(n: number, also: Partial<ApiKeyView>): ApiKeyView {
  return {
    id: sampleId<string>(30, n),
    name: 'Paie du cabinet',
    product: 'Paie Aubrac',
    hint: 'x7Qa',
    company: null,
    dossiers: 'all',
    by: 'Nadia Ferrand',
    at: SAMPLE_NOW - 40 * DAY,
    usedAt: SAMPLE_NOW - 2 * 3600_000,
    state: 'active',
    revokedAt: null,
    ...also,
  };
}

/** What a server answers to the commands of the administration; it changes as it is asked. */
export function sampleAnswers({ mayChange = true, keys = true }: { readonly mayChange?: boolean; readonly keys?: boolean } = {}) {
  let held: readonly ApiKeyView[] = keys
    ? [
        key(1, {}),
        key(2, { name: 'TVA', product: 'Fiscal Plus', hint: 'o0Pz', dossiers: DOSSIERS, by: 'Jules Kessler', usedAt: null }),
        key(3, { name: 'Essai', product: 'Social Net', hint: '9-Kd', state: 'idle', by: 'Paul Ravel', dossiers: DOSSIERS.slice(0, 1) }),
        key(4, { name: 'Ancienne paie', hint: 'aa_1', state: 'revoked', revokedAt: SAMPLE_NOW - DAY }),
      ]
    : [];
  let rules: RetentionTable = RETENTION_TABLE;
  let details: FirmDetails = {
    name: 'Cabinet Aubrac Conseil',
    email: 'contact@aubrac.example',
    phone: '04 50 00 00 00',
    address: '3 place du Four, 74370 Valbrenne',
    website: 'https://aubrac.example',
    privacy: '',
  };
  return (name: string, body: unknown): Result<unknown, CommandRefusal> | undefined => {
    switch (name) {
      case listApiKeys.name:
        return ok({ keys: held, firm: mayChange ? DOSSIERS : null, companies: [] });
      case createApiKey.name: {
        const { name: called, product } = body as { name: string; product: string };
        const view = key(9 + held.length, { name: called, product, hint: 'AAAA', usedAt: null, at: SAMPLE_NOW });
        held = [view, ...held];
        return ok({ outcome: 'created', key: `nvk_${'A'.repeat(43)}`, view });
      }
      case revokeApiKey.name: {
        const { id } = body as { id: string };
        held = held.map((one) => (one.id === id ? { ...one, state: 'revoked', revokedAt: SAMPLE_NOW } : one));
        return ok({ outcome: 'revoked' });
      }
      case firmDetails.name:
        return ok({ details, mayChange });
      case changeFirmDetails.name:
        details = body as FirmDetails;
        return ok({ outcome: 'changed' });
      case retentionRules.name:
        return ok({ rules, mayChange });
      case changeRetentionRules.name:
        ({ rules } = body as { rules: RetentionTable });
        return ok({ outcome: 'changed' });
      default:
        return undefined;
    }
  };
}

export function sampleOtherFirms(): readonly FirmView[] {
  const right = { side: 'client', deposit: ['common'], read: ['common'], archive: [], accounts: 'none', admin: false } as const;
  const dossier = (n: number, name: string) => ({ id: sampleId<DossierId>(40, n), name, right, fileLimit: 100 * 1024 * 1024 });
  return [
    {
      key: 'second',
      origin: 'https://navette.cimes.example',
      firm: { id: sampleId<FirmId>(2, 2), name: 'Cabinet des Cimes', demo: false },
      person: 'Claire Morel',
      dossiers: [dossier(1, 'SCI des Aravelles'), dossier(2, 'Association du Four')],
      waiting: 2,
      problem: null,
    },
    {
      key: 'third',
      origin: 'https://compta-lac.example',
      firm: { id: sampleId<FirmId>(2, 3), name: 'Compta du Lac', demo: false },
      person: 'Claire Morel',
      dossiers: [dossier(3, 'Hôtel du Lac Noir')],
      waiting: 0,
      problem: 'sign-in-needed',
    },
  ];
}

export function sampleOptionsDoor(): OptionsDoor {
  let sites = ['https://navette.aubrac.example/*', 'https://factures.telecom-hexa.example/*'];
  const listeners = new Set<(sites: readonly string[]) => void>();
  return {
    version: '0.1.0',
    shortcuts: { subscribe: (listener) => (listener({ sheet: 'Alt+N', popup: '' }), () => undefined) },
    openShortcuts: () => undefined,
    sites: {
      subscribe(listener) {
        listeners.add(listener);
        listener(sites);
        return () => listeners.delete(listener);
      },
    },
    async revokeSite(site) {
      sites = sites.filter((one) => one !== site);
      for (const listener of listeners) listener(sites);
    },
    used: () => Promise.resolve(48_300_000),
    facts: () => Promise.resolve({ browser: 'Chromium', sitesAllowed: sites.length }),
  };
}
