/**
 * A server that no longer shows the key this device knows it by (K3, N1): the person compares the fingerprint with what the firm
 * gave them, or goes no further. No password is asked before.
 */
import '../style/keys.css';
import { useState } from 'preact/hooks';
import type { ServerView } from '@navette/device/model';
import { keysTexts } from '@navette/texts/keys-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { grouped } from '../fingerprint.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { useSurroundings } from '../surroundings.tsx';

export function KeyChanged({ server, onTrusted }: { server: ServerView; onTrusted: () => void }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = keysTexts(language);
  const [same, compare] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const trust = async () => {
    const done = await doors.session.trustKey(server.origin, server.keyId);
    if (done.ok) onTrusted();
    else setProblem(refusalSentence(surroundings, done.refusal));
  };
  return (
    <section class="stack4" aria-labelledby="key-changed">
      <div class="note bad" role="alert">
        <Icon name="alert" />
        <div>
          <b id="key-changed">{t.changed}</b>
          <p>{t.changedWhy}</p>
        </div>
      </div>
      <dl class="kv fingerprints">
        <div>
          <dt>{t.before}</dt>
          <dd class="mono">{grouped(server.keyBefore ?? '')}</dd>
        </div>
        <div>
          <dt>{t.now}</dt>
          <dd class="mono">{grouped(server.keyId)}</dd>
        </div>
      </dl>
      <p>{t.compare}</p>
      <label class="check">
        <input type="checkbox" checked={same} onChange={(event) => compare(event.currentTarget.checked)} />
        {t.same}
      </label>
      <Problems sentences={problem === null ? [] : [problem]} />
      <button type="button" class="btn wide" disabled={!same} onClick={() => void trust()}>
        {t.trust}
      </button>
    </section>
  );
}
