/**
 * The sections of the administration, in order: a new one is one line here and one body.
 */
import type { AccountView } from '@navette/device/model';
import type { ComponentType } from 'preact';
import type { IconName } from '../icons.ts';
import { ApiKeys } from './ApiKeys.tsx';
import { FirmSection } from './FirmSection.tsx';
import { RetentionSection } from './RetentionSection.tsx';
import { ReadTrace } from './ReadTrace.tsx';
import { SigningKeys } from './SigningKeys.tsx';
import { RegistrationDesk } from '../registration/RegistrationDesk.tsx';

export type SectionName = 'firm' | 'keys' | 'registration' | 'retention' | 'trace' | 'signing';
export type SectionProps = { readonly account: AccountView };
type Section = {
  readonly name: SectionName;
  readonly icon: IconName;
  /** The administrators of a company have it too, for what is theirs. */
  readonly forCompanies: boolean;
  readonly body: ComponentType<SectionProps>;
};

const SECTIONS: readonly Section[] = [
  { name: 'firm', icon: 'briefcase', forCompanies: true, body: FirmSection },
  { name: 'keys', icon: 'access', forCompanies: true, body: ApiKeys },
  // The desk of registrations (activation keys).
  { name: 'registration', icon: 'receipt', forCompanies: false, body: RegistrationDesk },
  { name: 'retention', icon: 'archive', forCompanies: false, body: RetentionSection },
  { name: 'trace', icon: 'eye', forCompanies: false, body: ReadTrace },
  { name: 'signing', icon: 'lock', forCompanies: false, body: SigningKeys },
];

export function sectionsOf({ firmRole }: AccountView): readonly Section[] {
  return SECTIONS.filter((section) => firmRole === 'admin' || section.forCompanies);
}
