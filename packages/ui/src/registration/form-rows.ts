/**
 * What the printed form says, block by block (R041 to R043), for the page and for the PDF alike. Pure.
 *
 * A field that is empty keeps its line: the form may be completed by hand.
 */
import { printLicence, readLicence, type RegistrationDetails } from '@navette/domain/registration/details';
import { printIdentification } from '@navette/domain/registration/identification';
import type { Registrar } from '@navette/protocol/registration';
import { NARROW } from '@navette/texts/formats';
import type { RegistrationTexts } from '@navette/texts/registration-texts';
import type { Installation } from './installation.ts';

export type FormRow = readonly [label: string, value: string];
export type FormRows = {
  readonly client: readonly FormRow[];
  readonly company: readonly FormRow[];
  readonly accountant: readonly FormRow[];
  readonly product: readonly FormRow[];
};

export type FormFacts = {
  readonly registrar: Registrar;
  readonly details: RegistrationDetails;
  readonly installation: Installation | null;
};

/** `732 829 320 00074`. */
export function printSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, `$1${NARROW}$2${NARROW}$3 $4`);
}

/** `14/10/2026`. */
export function printDay(day: string): string {
  return day.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3/$2/$1');
}

export function formRows({ registrar, details, installation }: FormFacts, { paper, details: words }: RegistrationTexts): FormRows {
  const { fields, legalForms, businessTypes, yes, no } = words;
  const { product } = registrar;
  const plain = (...names: (keyof RegistrationDetails)[]): FormRow[] => names.map((name) => [fields[name], String(details[name])]);
  const licence = readLicence(details.licence);
  const siret = details.siret.replaceAll(/\D/g, '');
  return {
    client: [
      ...plain('clientCode', 'company', 'address'),
      [paper.town, details.town],
      ...plain('country', 'lastName', 'firstName', 'email', 'phone', 'fax'),
    ],
    company: [
      [fields.siret, siret.length === 14 ? printSiret(siret) : details.siret],
      [fields.legalForm, details.legalForm === '' ? '' : legalForms[details.legalForm]],
      ...plain('employees', 'ape'),
      [fields.businessType, details.businessType === '' ? '' : businessTypes[details.businessType]],
    ],
    accountant: [...plain('accountantName', 'accountantEmail'), [fields.recommended, details.recommended ? yes : no]],
    product: [
      [paper.productName, product.name],
      [paper.productCode, product.code],
      [paper.version, product.version],
      [paper.licence, licence === undefined ? details.licence : printLicence(licence)],
      [paper.identification, installation === null ? '' : printIdentification(installation.identification)],
      [fields.purchaseDate, printDay(details.purchaseDate)],
      [fields.outlet, details.outlet],
      [paper.installed, installation === null ? '' : printDay(installation.since)],
    ],
  };
}

/** Where the form goes, in two lines under the firm's name (R038). */
export function addressLines({ contact }: Registrar, { paper }: RegistrationTexts): readonly string[] {
  const { service, address, phone, fax, email } = contact;
  const reach = [phone === '' ? '' : `${paper.phone} ${phone}`, fax === '' ? '' : `${paper.fax} ${fax}`, email];
  return [[service, address], reach]
    .map((parts) => parts.filter((part) => part !== '').join(parts === reach ? ' · ' : ', '))
    .filter((line) => line !== '');
}

/** The notice at the foot of the paper (R034, G18). */
export function paperNotice({ firm, contact, processor }: Registrar, { paper, notice }: RegistrationTexts): string {
  const transfer = processor === null ? notice.noTransfer : notice.processor(processor.name, processor.country);
  return [paper.purpose, notice.controller(firm.name), transfer, paper.rights(contact.address)].join(' ');
}
