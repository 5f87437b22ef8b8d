/** The second step of a sign-in or a step-up: a code, a recovery code or a passkey, whichever the person has. */
import { useEffect, useState } from 'preact/hooks';
import type { FactorWay } from '@navette/protocol/identity';
import { identityTexts } from '@navette/texts/identity-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { CodeField } from './CodeField.tsx';
import type { Proof } from './use-proof.ts';

export function FactorStep({ proof, titled = true }: { proof: Proof; titled?: boolean }) {
  const { language } = useSurroundings();
  const t = identityTexts(language).factor;
  const ways = proof.half?.ways ?? [];
  const [way, setWay] = useState<FactorWay>(ways.includes('totp') ? 'totp' : (ways[0] ?? 'recovery'));
  const [code, setCode] = useState('');
  // A refused code is typed anew, not mended.
  useEffect(() => {
    if (proof.problem !== null) setCode('');
  }, [proof.problem]);
  const choose = (next: FactorWay) => {
    setWay(next);
    setCode('');
    proof.say(null);
  };
  const others = ways.filter((other) => other !== way);
  const labels: Record<FactorWay, string> = { totp: t.useTotp, recovery: t.useRecovery, passkey: t.usePasskey };
  const submit = () => void (way === 'passkey' ? proof.factorByPasskey() : proof.byFactor(way, code));
  return (
    <form
      class="stack4 factor"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (way === 'passkey' || code.trim() !== '') submit();
      }}
    >
      {titled ? <h2>{t.title}</h2> : null}
      <p class="ink2">{way === 'totp' ? t.totpLead : way === 'recovery' ? t.recoveryLead : t.passkeyLead}</p>
      {way === 'passkey' ? null : (
        <CodeField
          key={way}
          label={way === 'totp' ? t.totp : t.recovery}
          digits={way === 'totp'}
          longest={way === 'totp' ? 9 : 40}
          invalid={proof.problem !== null}
          value={code}
          onInput={setCode}
        />
      )}
      <Problems sentences={proof.problem === null ? [] : [proof.problem]} />
      <button type="submit" class="btn primary wide" disabled={proof.busy}>
        {proof.busy ? t.checking : way === 'passkey' ? t.usePasskey : t.submit}
      </button>
      <ul class="otherways">
        {others.map((other) => (
          <li key={other}>
            <button type="button" class="linklike" onClick={() => choose(other)}>
              {labels[other]}
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="linklike" onClick={proof.reset}>
            {t.back}
          </button>
        </li>
      </ul>
      <p class="cap row">
        <Icon name="info" size="s" />
        <span>{t.lost}</span>
      </p>
    </form>
  );
}
