/** Who may do what in a world: a durable table, as the identity database is. Enrolments may be lost by a restore. */
import type { DossierRight, Membership } from '@navette/domain/membership';
import { deviceNumber } from '@navette/rooms/client-ids';
import type { DeviceNumber, DossierId, FirmId, UserId } from '@navette/kernel/ids';
import type { Directory, Person } from '../../../sync-server/src/ports.ts';

export class WorldDirectory implements Directory {
  readonly firmId: FirmId;
  readonly #dossiers: readonly DossierId[];
  readonly #people = new Map<UserId, { readonly firmRole: Membership['firmRole']; readonly rights: Map<DossierId, DossierRight> }>();
  /** Dossiers a person has or once had. */
  readonly #ever = new Map<UserId, Set<DossierId>>();
  readonly #proofs = new Map<DeviceNumber, string>();
  #devices: UserId[] = [];
  #listeners: ((user: UserId) => void)[] = [];

  constructor(firmId: FirmId, dossiers: readonly DossierId[]) {
    this.firmId = firmId;
    this.#dossiers = dossiers;
  }

  add(id: UserId, firmRole: Membership['firmRole']): void {
    this.#people.set(id, { firmRole, rights: new Map() });
  }

  setRight(user: UserId, dossier: DossierId, right: DossierRight | null): void {
    const rights = this.#people.get(user)?.rights;
    if (right) rights?.set(dossier, right);
    else rights?.delete(dossier);
    if (right) this.#ever.set(user, (this.#ever.get(user) ?? new Set()).add(dossier));
    for (const listener of this.#listeners) listener(user);
  }

  /** The person leaves the firm for good. */
  dismiss(user: UserId): void {
    this.#people.delete(user);
    for (const listener of this.#listeners) listener(user);
  }
  dossiersEver(user: UserId): ReadonlySet<DossierId> {
    return this.#ever.get(user) ?? new Set();
  }
  proveDevice(device: DeviceNumber, proof: string): void {
    this.#proofs.set(device, proof);
  }
  provenOwner(device: DeviceNumber, proof: string): UserId | null {
    return this.#proofs.get(device) === proof ? this.deviceOwner(device) : null;
  }

  /** A server that dies stops listening. */
  deaf(): void {
    this.#listeners = [];
  }

  /** For a backup: how many devices were enrolled. */
  get enrolled(): number {
    return this.#devices.length;
  }

  /** A restored identity database does not know the later devices. Their numbers are not given twice. */
  forgetDevicesAfter(count: number): void {
    this.#devices = this.#devices.map((user, i) => (i < count ? user : ('' as UserId)));
  }

  firm() {
    return { id: this.firmId, name: 'Cabinet', demo: false };
  }
  person(id: UserId): Person | null {
    return this.#people.has(id) ? { id, name: 'Personne', email: `${id}@example.test` } : null;
  }
  people(): readonly Person[] {
    return [...this.#people.keys()].flatMap((id) => this.person(id) ?? []);
  }
  membership(id: UserId): Membership | null {
    const known = this.#people.get(id);
    return known ? { user: id, firm: this.firmId, firmRole: known.firmRole, dossiers: known.rights } : null;
  }
  dossiers() {
    return this.#dossiers.map((id) => ({ id, name: 'Atelier' }));
  }
  members(dossier: DossierId) {
    return [...this.#people].flatMap(([id, { rights }]) => {
      const [right, person] = [rights.get(dossier), this.person(id)];
      return right && person ? [{ person, right }] : [];
    });
  }
  migration() {
    return 'finalised' as const;
  }
  onChange(listener: (user: UserId) => void): void {
    this.#listeners.push(listener);
  }
  enrol(user: UserId): DeviceNumber {
    this.#devices.push(user);
    return deviceNumber(this.#devices.length);
  }
  ownsDevice(user: UserId, device: DeviceNumber): boolean {
    return this.deviceOwner(device) === user;
  }
  deviceOwner(device: DeviceNumber): UserId | null {
    const i = this.#devices.findIndex((_, index) => deviceNumber(index + 1) === device);
    return this.#devices[i] || null;
  }
}
