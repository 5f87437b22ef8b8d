/** An authenticator application: its secret as a square to scan and as letters to type, and the first code that proves it was kept. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { BeginTotp, ConfirmTotp } from '@navette/protocol/own-account';
import { identityTexts } from '@navette/texts/identity-texts';
import { encode } from 'uqr';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { CodeField } from './CodeField.tsx';
import { useAct } from './use-act.ts';

type Props = { readonly onClose: () => void; readonly onAdded: (recoveryCodes: readonly string[] | null) => void };

export function TotpDialog({ onClose, onAdded }: Props) {
  const { language } = useSurroundings();
  const all = identityTexts(language);
  const t = all.totp;
  const act = useAct();
  const [begun, setBegun] = useState<{ readonly secret: string; readonly uri: string } | null>(null);
  const [code, setCode] = useState('');
  const begin = async () => setBegun(await act.ask(BeginTotp, {}));
  useEffect(() => void begin(), []);
  const confirm = async () => {
    const given = await act.ask(ConfirmTotp, { code });
    if (!given) return;
    if (given.outcome === 'added') return onAdded(given.recoveryCodes);
    setCode('');
    act.say(t[given.outcome]);
    if (given.outcome === 'spent') setBegun(null);
  };
  return (
    <Dialog title={t.title} onClose={onClose} look="totp">
      {begun === null ? (
        <>
          {act.busy ? <progress aria-label={t.title} /> : null}
          <Problems sentences={act.problem === null ? [] : [act.problem]} />
          <div class="row acts">
            {act.busy ? null : (
              <button type="button" class="btn primary" onClick={() => void begin()}>
                {all.factor.back}
              </button>
            )}
            <button type="button" class="btn" onClick={onClose}>
              {all.cancel}
            </button>
          </div>
        </>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim() !== '') void confirm();
          }}
        >
          <div class="scan">
            <Square text={begun.uri} label={t.picture} />
            <div class="stack4">
              <p>{t.scan}</p>
              <p>
                {t.type}
                <code class="secret">{begun.secret.replaceAll(/.{4}(?=.)/g, '$& ')}</code>
              </p>
            </div>
          </div>
          <CodeField label={t.code} digits longest={9} invalid={act.problem !== null} value={code} onInput={setCode} />
          <Problems sentences={act.problem === null ? [] : [act.problem]} />
          <div class="row acts">
            <button type="submit" class="btn primary" disabled={act.busy}>
              {t.submit}
            </button>
            <button type="button" class="btn" onClick={onClose}>
              {all.cancel}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** Dark on light in both themes: cameras read no other. One rectangle a run of dark cells. */
function Square({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => {
    const { size: cells, data } = encode(text, { ecc: 'M', border: 4 });
    const runs = data.flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1] === true) return [];
        const end = row.indexOf(false, x);
        return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1h-${(end < 0 ? row.length : end) - x}z`];
      }),
    );
    return { size: cells, path: runs.join('') };
  }, [text]);
  return (
    <svg class="square" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} class="light" />
      <path d={path} class="dark" />
    </svg>
  );
}
