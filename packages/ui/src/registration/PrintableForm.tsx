/** The form with its acts: print it, show its PDF, save its PDF. The same in the assistant and in "Aide et à propos" (R037). */
import { useEffect, useRef, useState } from 'preact/hooks';
import { registrationTexts } from '@navette/texts/registration-texts';
import { Icon } from '../components/Icon.tsx';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import type { FormFacts } from './form-rows.ts';
import { PaperForm } from './PaperForm.tsx';
import { PdfSheet } from './PdfSheet.tsx';
import { printElement } from './print-element.ts';

export function PrintableForm({ facts }: { readonly facts: FormFacts }) {
  const { f, now, language } = useSurroundings();
  const texts = registrationTexts(language);
  const t = texts.form;
  const paper = useRef<HTMLElement>(null);
  const [shown, show] = useState<Blob | null>(null);
  const [making, setMaking] = useState(false);
  // What is shown is the form as it is.
  useEffect(() => show(null), [facts.details, facts.registrar]);
  const make = async (): Promise<Blob> => {
    setMaking(true);
    const at = now();
    const { formPdf } = await import('./form-pdf.ts');
    const bytes = await formPdf({ facts, texts, printed: texts.paper.printed(`${f.day(at)}, ${f.time(at)}`), at });
    setMaking(false);
    return new Blob([bytes], { type: 'application/pdf' });
  };
  const name = t.fileName(facts.details.licence.replaceAll(/\D/g, ''));
  return (
    <>
      <div class="row wrap formacts">
        <button type="button" class="btn" onClick={() => paper.current !== null && printElement(paper.current)}>
          <Icon name="print" size="s" />
          {t.print}
        </button>
        <button type="button" class="btn" disabled={making} onClick={() => void make().then((pdf) => saveFile(pdf, name))}>
          <Icon name="download" size="s" />
          {t.savePdf}
        </button>
        <button
          type="button"
          class="btn"
          disabled={making}
          aria-pressed={shown !== null}
          onClick={() => (shown === null ? void make().then(show) : show(null))}
        >
          <Icon name="eye" size="s" />
          {shown === null ? t.showPdf : t.hidePdf}
        </button>
        <span role="status" class="cap">
          {making ? t.making : ''}
        </span>
      </div>
      {shown === null ? <PaperForm facts={facts} paper={paper} /> : <PdfSheet pdf={shown} label={texts.paper.title} />}
    </>
  );
}
