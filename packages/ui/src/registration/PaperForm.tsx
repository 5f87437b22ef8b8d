/** The registration form as a sheet of paper: shown, printed and sent by post or fax (R038, R041 to R043). Paper stays white. */
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Mark } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { addressLines, formRows, paperNotice, type FormFacts, type FormRow } from './form-rows.ts';

export function PaperForm({ facts, paper }: { readonly facts: FormFacts; readonly paper: RefObject<HTMLElement | null> }) {
  const { t: common, f, now, language } = useSurroundings();
  const texts = registrationTexts(language);
  const t = texts.paper;
  const at = useRef(now()).current;
  const { registrar } = facts;
  const rows = formRows(facts, texts);
  return (
    <article class="bulletin" ref={paper} aria-label={t.title}>
      <header>
        <p class="brand">
          <Mark />
          {common.product}
        </p>
        <div class="to">
          <b>{registrar.firm.name}</b>
          {addressLines(registrar, texts).map((line) => (
            <span class="blk" key={line}>
              {line}
            </span>
          ))}
        </div>
      </header>
      <h1>{t.title}</h1>
      <p class="intro">{t.intro}</p>
      <Block title={t.client} rows={rows.client} />
      <div class="halves">
        <Block title={t.company} rows={rows.company} look="one" />
        <Block title={t.accountant} rows={rows.accountant} look="one" />
      </div>
      <Block title={t.product} rows={rows.product} />
      <div class="halves sign">
        <h2>{t.signature}</h2>
        <h2>{t.stamp}</h2>
      </div>
      <footer>
        <p>{paperNotice(registrar, texts)}</p>
        <p>{t.printed(`${f.day(at)}, ${f.time(at)}`)}</p>
      </footer>
    </article>
  );
}

function Block({ title, rows, look = '' }: { title: string; rows: readonly FormRow[]; look?: string }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl class={look}>
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value === '' ? '\u00a0' : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
