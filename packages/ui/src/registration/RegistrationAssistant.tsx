/**
 * Registration, step by step (R001-R050): loaded when somebody comes to it, since nobody whom the firm invited ever does.
 */
import '../style/registration.css';
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import type { RegistrationSteps } from './RegistrationSteps.tsx';

type Steps = { readonly RegistrationSteps: typeof RegistrationSteps };

/** @param account null while nobody is signed in */
export function RegistrationAssistant({ account }: { readonly account: AccountView | null }) {
  const [steps, load] = useState<Steps | null>(null);
  useEffect(() => void import('./RegistrationSteps.tsx').then(load), []);
  return steps === null ? <div class="assistant" aria-busy="true" /> : <steps.RegistrationSteps account={account} />;
}
