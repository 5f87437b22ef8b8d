/** A PDF of one page, drawn here: the same on a machine that has no program for it (R039). */
import { useEffect, useState } from 'preact/hooks';
import { useSurroundings } from '../surroundings.tsx';
import { PdfPage } from '../viewer/PdfPage.tsx';
import type { OpenPdf } from '../viewer/pdf.ts';

export function PdfSheet({ pdf, label }: { readonly pdf: Blob; readonly label: string }) {
  const { host } = useSurroundings();
  const [open, opened] = useState<OpenPdf | null>(null);
  useEffect(() => {
    let held: OpenPdf | null = null;
    let over = false;
    void import('../viewer/pdf.ts')
      .then(({ openPdf }) => openPdf(pdf, host.workerUrl))
      .then((result) => {
        if (!result.ok) return;
        if (over) return result.value.close();
        held = result.value;
        opened(held);
      });
    return () => {
      over = true;
      held?.close();
    };
  }, [pdf, host.workerUrl]);
  return <div class="pdfsheet">{open === null ? null : <PdfPage pdf={open} page={1} zoom={100} turn={0} label={label} />}</div>;
}
