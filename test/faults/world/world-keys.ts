/**
 * The keys of a world's firm: one key at first, which is on no list, as a firm from before the list; then replaced as often as the
 * plan says, each successor signed by its predecessor. They outlive a lost disk: whoever restores it brings the newest (K3).
 */
import type { KeyAct, KeyPurpose } from '@navette/protocol/keys';
import { introduce, type KeyPlace } from '../../../sync-server/src/keys/key-folder.ts';
import type { KeyRing, Keys, Signer } from '../../../sync-server/src/ports.ts';
import { proofSecretOf } from '../../../sync-server/src/rooms/entry-proofs.ts';
import { twinSigner } from './twin-signer.ts';

export class WorldKeys implements Keys {
  readonly #firm: string;
  #acts: readonly KeyAct[] = [];
  #log = twinSigner('log 0');
  #receipts = this.#log;
  #secrets: readonly Uint8Array[] = [proofSecretOf(this.#log)];
  #count = 0;
  /** Every key that ever signed receipts. */
  readonly receiptKeys = new Map<string, Signer>([[this.#receipts.keyId, this.#receipts]]);

  constructor(firm: string) {
    this.#firm = firm;
  }

  now(): KeyRing {
    const { log, receipts } = { log: this.#log, receipts: this.#receipts };
    return {
      acts: this.#acts,
      proofSecrets: this.#secrets,
      signer: (purpose: KeyPurpose) => (purpose === 'receipts' ? receipts : log),
    };
  }

  replace(from: number, place: KeyPlace): void {
    this.#count += 1;
    const before = this.#log;
    const firm = this.#firm;
    if (this.#acts.length === 0) {
      this.#acts = introduce(firm, [], before, { purpose: 'log', key: before, from: 0, place: null });
      this.#acts = introduce(firm, this.#acts, before, { purpose: 'receipts', key: this.#receipts, from: 0, place: null });
    }
    this.#log = twinSigner(`log ${this.#count}`);
    this.#receipts = twinSigner(`receipts ${this.#count}`);
    this.#acts = introduce(firm, this.#acts, before, { purpose: 'log', key: this.#log, from, place });
    this.#acts = introduce(firm, this.#acts, this.#log, { purpose: 'receipts', key: this.#receipts, from, place });
    this.#secrets = [proofSecretOf(this.#log), ...this.#secrets];
    this.receiptKeys.set(this.#receipts.keyId, this.#receipts);
  }
}
