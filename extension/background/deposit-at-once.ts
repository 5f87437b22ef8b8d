/** A capture from the portal's banner becomes a deposit at once when the person has one company only (architecture, section 3). */
import { isNoPdfDespiteItsName } from '@navette/domain/deposit';
import type { DocumentId } from '@navette/kernel/ids';
import type { BackgroundDevice } from './background-device.ts';
import { firstValue } from './first-value.ts';

/**
 * Asked again for a capture that is a deposit already, it says so.
 * @returns false when the capture waits in the tray: the company is to be chosen there, or the file is not what its name says
 */
export async function depositAtOnce(device: Pick<BackgroundDevice, 'library'>, capture: DocumentId): Promise<boolean> {
  if ((await firstValue(device.library.document(capture))) !== null) return true;
  const account = await firstValue(device.library.account);
  const [only, ...others] = account?.dossiers ?? [];
  if (only === undefined || others.length > 0) return false;
  const row = (await firstValue(device.library.tray)).find((one) => one.id === capture);
  if (row !== undefined && isNoPdfDespiteItsName(row.name, row.type)) return false;
  const { kind } = await firstValue(device.library.lastChoice);
  return (await device.library.deposit(capture, { dossier: only.id, kind })).ok;
}
