/**
 * The State's "Recherche d'entreprises" (recherche-entreprises.api.gouv.fr): a company by its SIRET, no account needed.
 *
 * The one address the server ever fetches beside its mail relay (O5): its host comes from the operator's settings, what is
 * appended is fourteen digits, a redirect is not followed, and an answer that is late, large or of another shape means
 * "unreachable". What was found is kept for a day; the State allows seven questions a second.
 */
import { legalFormOf, readApe, type Company } from '@navette/domain/registration/details';
import { isSiret } from '@navette/domain/identifiers';
import type { Clock } from '@navette/kernel/ports';
import * as v from 'valibot';
import { makeBudget } from '../http/budget.ts';
import type { CompanyRegister } from '../ports.ts';

const PATIENCE = 4_000;
const MOST_BYTES = 512 * 1024;
const KEPT_FOR = 24 * 3600_000;
const MOST_KEPT = 1_000;
/** Where a person has asked that their address not be published. */
const NOT_SAID = /\[NON-DIFFUSIBLE\]/;

const text = v.optional(v.nullable(v.string()));
const Establishment = v.object({
  siret: v.string(),
  adresse: text,
  code_postal: text,
  libelle_commune: text,
  activite_principale: text,
});
const Answer = v.object({
  results: v.pipe(
    v.array(
      v.object({
        nom_raison_sociale: text,
        nom_complet: text,
        nature_juridique: text,
        activite_principale: text,
        siege: v.optional(v.nullable(Establishment)),
        matching_etablissements: v.optional(v.nullable(v.array(Establishment))),
      }),
    ),
    v.maxLength(25),
  ),
});

/** A firm that asks no register: every form is filled in by hand. */
export const NO_REGISTER: CompanyRegister = { find: () => Promise.resolve('unreachable') };

/** @param origin of the register, from the server's settings */
export function companyRegister(origin: string, clock: Clock): CompanyRegister {
  const kept = new Map<string, { readonly company: Company | 'unknown'; readonly at: number }>();
  const rate = makeBudget(clock, { burst: 7, perSecond: 5 });

  return {
    async find(siret) {
      if (!isSiret(siret)) return 'unknown';
      const known = kept.get(siret);
      if (known && Math.abs(clock.now() - known.at) < KEPT_FOR) return known.company;
      if (rate.take('register') > 0) return 'unreachable';
      const answer = await ask(`${origin}/search?q=${siret}&page=1&per_page=1`);
      if (answer === null) return 'unreachable';
      const company = companyIn(answer, siret);
      kept.delete(siret);
      kept.set(siret, { company, at: clock.now() });
      const oldest = kept.keys().next().value;
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return company;
    },
  };
}

/** @returns null for whatever is no answer of the register's */
async function ask(address: string): Promise<v.InferOutput<typeof Answer> | null> {
  try {
    const answer = await fetch(address, {
      headers: { accept: 'application/json', 'user-agent': 'navette' },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status !== 200 || !(answer.headers.get('content-type') ?? '').startsWith('application/json')) {
      await answer.body?.cancel();
      return null;
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
      size += part.length;
      if (size > MOST_BYTES) return null;
      parts.push(part);
    }
    const parsed = v.safeParse(Answer, JSON.parse(Buffer.concat(parts).toString('utf8')));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function companyIn({ results }: v.InferOutput<typeof Answer>, siret: string): Company | 'unknown' {
  for (const unit of results) {
    const place = [unit.siege, ...(unit.matching_etablissements ?? [])].find((one) => one?.siret === siret);
    if (!place) continue;
    const town = said(`${said(place.code_postal)} ${said(place.libelle_commune)}`);
    return {
      name: said(unit.nom_raison_sociale) || said(unit.nom_complet),
      // The register ends it with the postal code and the town, which stand in a field of their own.
      address: said(place.adresse).replace(new RegExp(`\\s*${escaped(town)}$`, 'i'), ''),
      town,
      ape: readApe(said(place.activite_principale) || said(unit.activite_principale)) ?? null,
      legalForm: said(unit.nature_juridique) === '' ? null : legalFormOf(said(unit.nature_juridique)),
    };
  }
  return 'unknown';
}

/** As a field of the form takes it: one line, not too long, nothing where nothing may be said. */
function said(value: string | null | undefined): string {
  const plain = (value ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
  return NOT_SAID.test(plain) ? '' : plain;
}

function escaped(plain: string): string {
  return plain.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
