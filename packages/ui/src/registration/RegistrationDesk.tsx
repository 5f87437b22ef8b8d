/** The firm's desk of registrations, for its administrators: loaded when it is opened. */
import { useEffect, useState } from 'preact/hooks';
import type { AccountView } from '@navette/device/model';
import type { DeskBody } from './DeskBody.tsx';

type Body = { readonly DeskBody: typeof DeskBody };

export function RegistrationDesk(_props: { readonly account: AccountView }) {
  const [body, load] = useState<Body | null>(null);
  useEffect(() => void import('./DeskBody.tsx').then(load), []);
  return body === null ? null : <body.DeskBody />;
}
