/** The ten recovery codes, this once: to copy, print or download. The dialog closes by its one button, so that no stray key loses them. */
import { useState } from 'preact/hooks';
import { identityTexts } from '@navette/texts/identity-texts';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';

export function RecoveryCodes({ codes, email, onClose }: { codes: readonly string[]; email: string; onClose: () => void }) {
  const { language } = useSurroundings();
  const t = identityTexts(language).codes;
  const [copied, setCopied] = useState(false);
  const text = `${t.fileTitle(email)}\n\n${codes.join('\n')}\n`;
  const copy = async () => {
    await navigator.clipboard.writeText(text).catch(() => undefined);
    setCopied(true);
  };
  const print = () => {
    const root = document.documentElement;
    root.classList.add('printing-codes');
    globalThis.print();
    root.classList.remove('printing-codes');
  };
  return (
    <Dialog title={t.title} onClose={() => undefined} look="codes">
      <p class="ink2">{t.lead}</p>
      <p class="onpaper">{t.fileTitle(email)}</p>
      <ol class="codelist">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div class="row wrap">
        <button type="button" class="btn sm" onClick={() => void copy()}>
          <Icon name={copied ? 'check' : 'documents'} size="s" />
          {copied ? t.copied : t.copy}
        </button>
        <button type="button" class="btn sm" onClick={print}>
          <Icon name="print" size="s" />
          {t.print}
        </button>
        <button type="button" class="btn sm" onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), t.file)}>
          <Icon name="download" size="s" />
          {t.download}
        </button>
      </div>
      <div class="row acts">
        <button type="button" class="btn primary" onClick={onClose}>
          {t.kept}
        </button>
      </div>
    </Dialog>
  );
}
