/** The sentence of a refusal, with its figures written for the person. */
import type { ActRefusal, CaptureRefusal, SignInRefusal } from '@navette/device/model';
import type { Surroundings } from './surroundings.tsx';

export type ShownRefusal = ActRefusal | CaptureRefusal | SignInRefusal;

export function refusalSentence({ t, f }: Pick<Surroundings, 't' | 'f'>, refusal: ShownRefusal): string {
  switch (refusal.tag) {
    case 'file-too-large':
      return t.refusals[refusal.tag]({ size: f.fileSize(refusal.size), limit: f.fileSize(refusal.limit) });
    case 'too-many-files':
      return t.refusals[refusal.tag]({ count: refusal.count, limit: f.count(refusal.limit) });
    case 'too-many-tries':
      return t.refusals[refusal.tag]({ wait: t.signIn.wait(refusal.waitSeconds) });
    default:
      return t.refusals[refusal.tag]({});
  }
}
