/**
 * Tools on an open document, for who may deposit in its dossier: each makes another document that names this one as its source, given
 * beside it and to be undone like any deposit. This one stays as it is (G19).
 */
import { useId, useState } from 'preact/hooks';
import type { AccountView, DocumentRow } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import type { Derivation } from '@navette/rooms/document-records';
import { documentTexts } from '@navette/texts/document-texts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { useDeposits } from '../deposits.tsx';
import { depositDossiers } from '../dossiers.ts';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { NO_PAGE } from '../unknown-yet.ts';
import { useLive } from '../use-observable.ts';
import '../style/facts.css';

type Tool = 'crop' | 'pages' | 'merge' | 'reduce';
type Made = { readonly blob: Blob; readonly how: Derivation; readonly of?: DocumentId };
const EDGES = ['top', 'right', 'bottom', 'left'] as const;
const CAN: ReadonlySet<string> = new Set(['application/pdf', 'image/jpeg', 'image/png']);
const LATELY = 50;

export function DocumentTools({ account, row, blob }: { account: AccountView; row: DocumentRow; blob: Blob | null }) {
  const { language } = useSurroundings();
  const own = documentTexts(language).tools;
  const dossier = depositDossiers(account).find(({ id }) => id === row.dossier);
  return (
    <>
      {row.from === null ? null : (
        <p class="cap2">
          {own.from[row.from.how]}{' '}
          {row.from.of.map((id) => (
            <a key={id} href={routeTo('documents', { document: id })}>
              {own.source}
            </a>
          ))}
        </p>
      )}
      {dossier === undefined || blob === null || !CAN.has(row.type) || row.withdrawn ? null : (
        <details class="toolmenu">
          <summary>{own.title}</summary>
          <Tools row={row} blob={blob} onMade={dossier} />
        </details>
      )}
    </>
  );
}

function Tools({ row, blob, onMade: dossier }: { row: DocumentRow; blob: Blob; onMade: AccountView['dossiers'][number] }) {
  const surroundings = useSurroundings();
  const { doors, host, language, f, now } = surroundings;
  const own = documentTexts(language).tools;
  const id = useId();
  const { confirm } = useDeposits();
  const [tool, choose] = useState<Tool | null>(null);
  const [pages, setPages] = useState('');
  const [edges, setEdges] = useState({ top: 0, right: 0, bottom: 0, left: 0 });
  const [other, setOther] = useState<DocumentId | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { rows } = useLive(() => doors.library.documents({ dossier: row.dossier, limit: LATELY }), [doors, row.dossier], NO_PAGE);
  const others = rows.filter((one) => one.id !== row.id && CAN.has(one.type) && !one.withdrawn);

  const make = async (): Promise<Made | string> => {
    const derive = await import('../derive/derive.ts');
    const piece = { bytes: new Uint8Array(await blob.arrayBuffer()), type: row.type };
    switch (tool) {
      case 'pages': {
        const count = await derive.countPages(piece.bytes);
        const wanted = derive.readPages(pages, count);
        return wanted === null ? own.pagesWrong(count) : { blob: await derive.takePages(piece.bytes, wanted), how: 'pages' };
      }
      case 'merge': {
        const with_ = others.find((one) => one.id === other);
        const bytes = with_ && (await doors.library.bytes(with_.hash));
        if (!with_ || !bytes) return own.mergeNone;
        const pieces = [piece, { bytes: new Uint8Array(await bytes.arrayBuffer()), type: with_.type }];
        return { blob: await derive.joined(pieces, new Date(now())), how: 'merged', of: with_.id };
      }
      case 'crop':
        return {
          blob: await derive.cropped(piece, {
            top: edges.top / 100,
            right: edges.right / 100,
            bottom: edges.bottom / 100,
            left: edges.left / 100,
          }),
          how: 'cropped',
        };
      default: {
        const made = await derive.reduced(piece, host.workerUrl, new Date(now()));
        return made === null ? own.notSmaller : { blob: made, how: 'reduced' };
      }
    }
  };
  const run = async () => {
    setBusy(true);
    setProblem(null);
    say(null);
    try {
      const made = await make();
      if (typeof made === 'string') return setProblem(made);
      const end = made.blob.type === 'application/pdf' ? 'pdf' : 'jpg';
      const name = `${row.name.replace(/\.[^.]{1,5}$/, '')} (${own.suffix[made.how]}).${end}`;
      const kept = await doors.library.capture(made.blob, { name, way: 'made' });
      if (!kept.ok) return setProblem(refusalSentence(surroundings, kept.refusal));
      const from = { how: made.how, of: [row.id, ...(made.of === undefined ? [] : [made.of])] };
      const refused = await confirm(kept.value, { dossier: dossier.id, kind: row.kind, from }, dossier);
      setProblem(refused);
      if (refused === null) say(made.how === 'reduced' ? own.reduced(f.fileSize(row.size), f.fileSize(made.blob.size)) : own.done);
    } catch {
      setProblem(own.failed);
    } finally {
      setBusy(false);
    }
  };
  const tools: readonly Tool[] = row.type === 'application/pdf' ? ['crop', 'pages', 'merge', 'reduce'] : ['crop', 'merge', 'reduce'];
  return (
    <form
      class="toolmenu"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      <p class="cap">{own.made}</p>
      <div class="row wrap" role="group" aria-label={own.title}>
        {tools.map((one) => (
          <button type="button" class="btn sm" key={one} aria-pressed={tool === one} onClick={() => choose(one)}>
            {own[one]}
          </button>
        ))}
      </div>
      {tool === 'pages' ? (
        <div>
          <label for={`${id}p`}>{own.pages}</label>
          <input
            id={`${id}p`}
            class="input sm"
            placeholder={own.pagesHint}
            value={pages}
            onInput={(event) => setPages(event.currentTarget.value)}
          />
        </div>
      ) : null}
      {tool === 'crop' ? (
        <fieldset>
          <legend>{own.cropHint}</legend>
          <div class="choicefields">
            {EDGES.map((edge) => (
              <div key={edge}>
                <label for={`${id}${edge}`}>{own.cropEdges[edge]}</label>
                <input
                  id={`${id}${edge}`}
                  class="input sm"
                  type="number"
                  min={0}
                  max={45}
                  value={edges[edge]}
                  onInput={(event) => setEdges({ ...edges, [edge]: Math.min(45, Math.max(0, Number(event.currentTarget.value) || 0)) })}
                />
              </div>
            ))}
          </div>
        </fieldset>
      ) : null}
      {tool === 'merge' ? (
        others.length === 0 ? (
          <p class="cap2">{own.mergeNone}</p>
        ) : (
          <div>
            <label for={`${id}m`}>{own.merge}</label>
            <select
              id={`${id}m`}
              class="input sm"
              value={other ?? ''}
              onChange={(event) => setOther(others.find((one) => one.id === event.currentTarget.value)?.id ?? null)}
            >
              <option value="" />
              {others.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </div>
        )
      ) : null}
      {tool === null ? null : (
        <div class="row acts">
          <button type="submit" class="btn sm primary" disabled={busy || (tool === 'merge' && other === null)}>
            <Icon name="plus" size="s" />
            {busy ? own.making : own.make}
          </button>
        </div>
      )}
      <p class="cap2" role="status">
        {said}
      </p>
      <Problems sentences={problem === null ? [] : [problem]} />
    </form>
  );
}
