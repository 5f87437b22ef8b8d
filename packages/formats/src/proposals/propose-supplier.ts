/**
 * Who issued an invoice, by the name that stands with a legal form, near the issuer's numbers, or that its web address
 * repeats; never the one the invoice is addressed to, as far as the paper tells them apart.
 */
import { field, type OwnMarks, type ProposedField } from './proposed-field.ts';
import { isBuyers } from './buyer-block.ts';
import { folded, type TextCell, type TextLine } from './text-layout.ts';

const FORM =
  /(?:^|[\s,(])(?:s\.?a\.?r\.?l\.?u?|s\.?a\.?s\.?u?|e\.?u\.?r\.?l\.?|s\.?a\.?|s\.?c\.?i\.?|s\.?n\.?c\.?|scop|gmbh(?: & co\.? kg)?|ag|b\.?v\.?|n\.?v\.?|ltd\.?|limited|inc\.?|llc|plc|s\.?l\.?u?|s\.?r\.?l\.?|s\.?p\.?a\.?|pvt\.? ltd\.?|association|ei|eirl|selarl)(?=$|[\s,.)|:-])/;
const FORM_FIRST =
  /^(?:s\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?|e\.?u\.?r\.?l\.?|sci|snc|ets|etablissements|societe|ste|cabinet|selarl|association|scop)\s+[a-z]/;
const SELLER =
  /^(?:vendu par|vendeur|emetteur|fournisseur|prestataire|expediteur|sold by|seller|service provider|supplier|from|issued by|verkoper|verkaufer|proveedor)\s*(?::\s*|$)/;
/** A label where a name should stand. */
const LABEL = /:\s*$|:|^(?:(?:trade|legal|company) )?(?:name|nummer|number|numero|adresse|address|globale?|siret|siren|tva|vat)\b/;
/** What follows a name on the same line. */
const TAIL = /\s*(?:\||[-–—−•·]\s|\bau capital\b|,? (?:société|societe) |\bsiret\b|\bsiren\b|\brcs\b|\btva\b|\btel\b|:).*$/i;

type Candidate = { readonly name: string; readonly line: number; readonly score: number; readonly words: string };

/**
 * @param marks lines on which the issuer's numbers stand
 * @returns the name as written, or nothing below what can be said
 */
export function proposeSupplier(lines: readonly TextLine[], marks: ReadonlySet<number>, own: OwnMarks): ProposedField<string> | undefined {
  const firstPage = lines.filter(({ page }) => page === 0).length;
  const domains = domainsOn(lines);
  const mine = own.names.map(nameKey).filter((key) => key.length > 2);
  const candidates: Candidate[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [column, cell] of line.cells.entries()) {
      const seller = SELLER.exec(cell.folded);
      if (seller) {
        const after =
          cell.text.slice(seller[0].length).trim() || (line.cells[column + 1]?.text ?? '') || (underneath(lines, index, cell)?.text ?? '');
        if (/\p{L}{2}/u.test(after) && !LABEL.test(folded(after)))
          candidates.push({
            name: after.replace(TAIL, '').replace(/[,:;\s]+$/, ''),
            line: index,
            score: 0.8,
            words: `${cell.text} ${after}`.slice(0, 200),
          });
        continue;
      }
      const name = cell.text.replace(TAIL, '').replace(/[,:;\s]+$/, '');
      if (name.length > 160 || isBuyers(lines, index, cell)) continue;
      const plain = folded(name);
      if (LABEL.test(plain)) continue;
      if (name.length < 2 || name.length > 70 || !/\p{L}{2}/u.test(name) || /\d{4,}/.test(name)) continue;
      const formed = (FORM.test(plain) && /^.?.?\p{L}{2}.*\s/u.test(name)) || FORM_FIRST.test(plain);
      const inDomain = domains.some(
        (domain) => nameKey(name) === domain || (domain.length >= 5 && nameKey(name).startsWith(domain) && name.length < 45),
      );
      if (!formed && !inDomain) continue;
      let score = formed ? 0.45 : 0.4;
      if (inDomain) score += 0.2;
      if (marks.has(index)) score += 0.3;
      else if ([1, 2, 3, 4].some((away) => marks.has(index + away))) score += 0.2;
      if (/\bau capital\b|\brcs\b/.test(line.folded)) score += 0.15;
      if (index < 4) score += 0.15;
      if (index > firstPage - 6 && line.page === 0) score += 0.1;
      candidates.push({ name, line: index, score, words: cell.text });
    }
  }
  const theirs = candidates.filter(({ name }) => !mine.some((key) => nameKey(name).includes(key)));
  const keys = Map.groupBy(theirs, ({ name }) => nameKey(name));
  const ranked = [...keys.values()]
    .map((those) => {
      const top = those.toSorted((a, b) => b.score - a.score)[0] as Candidate;
      return { ...top, score: Math.min(0.93, top.score + (those.length > 1 ? 0.12 : 0)) };
    })
    .toSorted((a, b) => b.score - a.score || a.line - b.line);
  const [first, second] = ranked;
  if (!first) return undefined;
  const contested =
    second !== undefined &&
    second.score > first.score - 0.1 &&
    !nameKey(second.name).includes(nameKey(first.name)) &&
    !nameKey(first.name).includes(nameKey(second.name));
  return field(lines, { value: first.name, words: first.words, line: first.line, beside: true }, first.score - (contested ? 0.15 : 0));
}

function underneath(lines: readonly TextLine[], index: number, cell: TextCell): TextCell | undefined {
  for (const below of lines.slice(index + 1, index + 3)) {
    const under = below.cells.find(({ x, end, text }) => Math.min(end, cell.end) - Math.max(x, cell.x) > 0 && !text.startsWith('('));
    if (under) return under;
  }
  return undefined;
}

/** What stands before the ending of web and mail addresses; those of mail providers name nobody. */
function domainsOn(lines: readonly TextLine[]): string[] {
  const found = new Set<string>();
  for (const { folded: words } of lines) {
    for (const match of words.matchAll(/(?:@|www\.|https?:\/\/(?:www\.)?)([a-z0-9-]{3,40})\.(?:[a-z]{2,6})/g)) {
      const domain = (match[1] ?? '').replaceAll('-', '');
      if (!/^(?:gmail|orange|wanadoo|hotmail|outlook|yahoo|free|laposte|sfr|gmx|icloud|example)$/.test(domain)) found.add(domain);
    }
  }
  return [...found];
}

function nameKey(name: string): string {
  return folded(name)
    .replace(FORM, ' ')
    .replaceAll(/[^a-z0-9]/g, '');
}
