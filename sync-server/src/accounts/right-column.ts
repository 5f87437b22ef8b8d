/** How a right on a dossier stands in the identity database: JSON, parsed at every read. */
import { isBox } from '@navette/domain/boxes';
import { SECURED_MODULES, type DossierRight } from '@navette/domain/membership';
import * as v from 'valibot';

const boxes = v.array(v.pipe(v.string(), v.check(isBox)));

const Right = v.variant('side', [
  v.object({ side: v.literal('staff') }),
  v.object({
    side: v.literal('client'),
    deposit: boxes,
    read: boxes,
    archive: boxes,
    accounts: v.picklist(['none', 'read', 'write']),
    admin: v.boolean(),
    secured: v.exactOptional(v.array(v.picklist(SECURED_MODULES))),
  }),
]);

/** @throws when the column does not hold a right: a damaged row opens nothing */
export function parseRight(column: unknown): DossierRight {
  return v.parse(Right, JSON.parse(String(column))) as DossierRight;
}

export function printRight(right: DossierRight): string {
  return JSON.stringify(right);
}
