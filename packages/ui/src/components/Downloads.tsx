/** « Déposer ce téléchargement »: the last files the browser saved, once the person lets us see their list. */
import { useEffect, useState } from 'preact/hooks';
import { documentTexts } from '@navette/texts/document-texts';
import { originOfCapture } from '@navette/domain/deposit';
import type { DownloadView, Host } from '../host.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useObservable } from '../use-observable.ts';
import { Problems } from './DropZone.tsx';
import { Icon } from './Icon.tsx';

export function Downloads({ door }: { door: NonNullable<Host['downloads']> }) {
  const { language } = useSurroundings();
  const own = documentTexts(language).downloads;
  const allowed = useObservable(door.allowed, null);
  const [refused, setRefused] = useState(false);
  return (
    <section class="block">
      <header>
        <h2>{own.title}</h2>
      </header>
      {allowed === true ? (
        <List door={door} />
      ) : (
        <>
          <p class="cap2 ink2 pad8">{own.why}</p>
          <button type="button" class="btn" onClick={() => void door.ask().then((granted) => setRefused(!granted))}>
            <Icon name="download" size="s" />
            {own.ask}
          </button>
          <Problems sentences={refused ? [own.refused] : []} />
        </>
      )}
    </section>
  );
}

function List({ door }: { door: NonNullable<Host['downloads']> }) {
  const surroundings = useSurroundings();
  const { doors, language, f } = surroundings;
  const own = documentTexts(language).downloads;
  const now = useNow();
  const [list, set] = useState<readonly DownloadView[] | null>(null);
  const [busy, setBusy] = useState<number | null>(null);
  const [kept, setKept] = useState<ReadonlySet<number>>(new Set());
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => void door.list().then(set), [door]);
  const give = async (one: DownloadView) => {
    setBusy(one.id);
    setProblem(null);
    try {
      const file = await door.take(one);
      if (file === null) return setProblem(own.pick);
      const origin = one.url === null ? undefined : originOfCapture(one.url);
      const taken = await doors.library.capture(file, { name: one.name, way: 'download', ...(origin === undefined ? {} : { origin }) });
      if (taken.ok) setKept(new Set([...kept, one.id]));
      else setProblem(refusalSentence(surroundings, taken.refusal));
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      {list?.length === 0 ? <p class="cap2 ink2 pad8">{own.none}</p> : null}
      <ul class="rows tight">
        {(list ?? []).map((one) => (
          <li class="row" key={one.id}>
            <Icon name="download" size="s" />
            <span class="grow">
              <b class="cut blk">{one.name}</b>
              <small class="cut blk">
                {[one.size > 0 ? f.fileSize(one.size) : null, f.when(one.at, now)].filter((part) => part !== null).join(' · ')}
              </small>
            </span>
            {kept.has(one.id) ? (
              <small>{own.kept}</small>
            ) : (
              <button
                type="button"
                class="btn sm"
                disabled={busy !== null}
                aria-label={own.giveNamed(one.name)}
                onClick={() => void give(one)}
              >
                {own.give}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Problems sentences={problem === null ? [] : [problem]} />
      <button type="button" class="btn sm quiet" onClick={() => void door.revoke()}>
        {own.revoke}
      </button>
    </>
  );
}
