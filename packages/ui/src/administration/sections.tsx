/**
 * The sections of the administration, in order. A section whose body is not there yet is left out; a new one is one line here
 * and one body.
 */
import type { AccountView } from '@navette/device/model';
import type { ComponentType } from 'preact';
import type { IconName } from '../icons.ts';
import { ApiKeys } from './ApiKeys.tsx';
import { FirmSection } from './FirmSection.tsx';

export type SectionName = 'firm' | 'keys' | 'registration' | 'reads' | 'signing-keys';
export type SectionProps = { readonly account: AccountView };
type Section = {
  readonly name: SectionName;
  readonly icon: IconName;
  /** The administrators of a company have it too, for what is theirs. */
  readonly forCompanies: boolean;
  /** Null until it is built. */
  readonly body: ComponentType<SectionProps> | null;
};

const SECTIONS: readonly Section[] = [
  { name: 'firm', icon: 'briefcase', forCompanies: true, body: FirmSection },
  { name: 'keys', icon: 'access', forCompanies: true, body: ApiKeys },
  // The desk of registrations (activation keys).
  { name: 'registration', icon: 'receipt', forCompanies: false, body: null },
  // Who read and exported what (R16).
  { name: 'reads', icon: 'eye', forCompanies: false, body: null },
  // The firm's own signing keys, their rotation (K3).
  { name: 'signing-keys', icon: 'lock', forCompanies: false, body: null },
];

export type ShownSection = Section & { readonly body: ComponentType<SectionProps> };

export function sectionsOf({ side }: AccountView): readonly ShownSection[] {
  return SECTIONS.filter((section): section is ShownSection => section.body !== null && (side === 'staff' || section.forCompanies));
}
