/** Taking everything along: what it is, how large, then the file as it is written; it can be stopped, and says what is missing. */
import type { BundlePlan, DossierView } from '@navette/device/model';
import { dayInParis } from '@navette/kernel/dates';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { useExportNote } from '../documents/use-export-note.ts';
import { saveFile } from '../save-file.ts';
import { useSurroundings } from '../surroundings.tsx';
import { Cancelled, makeBundle } from './make-bundle.ts';
import { canSaveAs, chooseFile } from './save-as.ts';

/** Beyond this, a file made in memory is warned of. */
const MUCH = 300 * 1024 * 1024;

type State =
  | { readonly tag: 'ready' | 'cancelled' | 'failed' }
  | { readonly tag: 'running'; readonly done: number; readonly missing: number }
  | { readonly tag: 'done'; readonly missing: number };

export function BundleDialog({ dossier, onClose }: { dossier: DossierView; onClose: () => void }) {
  const { doors, f, language, now } = useSurroundings();
  const t = archiveTexts(language);
  const noteExport = useExportNote();
  const [plan, setPlan] = useState<BundlePlan | null>(null);
  const [state, setState] = useState<State>({ tag: 'ready' });
  const over = useRef(false);
  useEffect(() => {
    void doors.library.archive.bundle(dossier.id).then(setPlan);
    return () => void (over.current = true);
  }, [doors, dossier.id]);
  const sizeOf = (where: 'deposit' | 'archive' | null) => {
    const files = (plan?.files ?? []).filter((file) => where === null || file.where === where);
    return { count: files.length, size: files.reduce((sum, { size }) => sum + size, 0) };
  };
  const total = sizeOf(null);

  const run = async () => {
    if (plan === null) return;
    over.current = false;
    const name = `${dossier.name} ${dayInParis(now())}.zip`;
    try {
      // The place is asked for in the click itself: a browser gives it to nothing else.
      const chosen = canSaveAs() ? await chooseFile(name) : null;
      if (canSaveAs() && chosen === null) return;
      if (!(await noteExport({ what: 'files', items: plan.files.length, dossiers: [dossier.id] }))) {
        await chosen?.to.abort();
        return;
      }
      setState({ tag: 'running', done: 0, missing: 0 });
      let lost = 0;
      const pieces = makeBundle(plan, t, new Date(now()).toISOString(), {
        bytes: async (hash) => {
          const here = await doors.library.bytes(hash);
          if (here !== null) return here;
          return (await doors.sync.bring(dossier.id, hash)).ok ? doors.library.bytes(hash) : null;
        },
        onFile: (done, missing) => {
          lost = missing;
          setState({ tag: 'running', done, missing });
        },
        isOver: () => over.current,
      });
      try {
        const kept: Uint8Array<ArrayBuffer>[] = [];
        for await (const piece of pieces) {
          if (chosen) await chosen.to.write(piece);
          else kept.push(new Uint8Array(piece));
        }
        await chosen?.to.close();
        if (!chosen) saveFile(new Blob(kept, { type: 'application/zip' }), name);
      } catch (error) {
        await chosen?.to.abort().catch(() => undefined);
        throw error;
      }
      setState({ tag: 'done', missing: lost });
    } catch (error) {
      setState({ tag: error instanceof Cancelled ? 'cancelled' : 'failed' });
    }
  };
  const running = state.tag === 'running';
  return (
    <Dialog title={t.bundle.title} onClose={() => (running ? (over.current = true) : onClose())} look="publish">
      <p>{t.bundle.lead}</p>
      <dl class="kv bundlelist">
        {(['deposit', 'archive'] as const).map((where) => {
          const { count, size } = sizeOf(where);
          return (
            <div key={where}>
              <dt>{t.bundle[where === 'deposit' ? 'deposits' : 'archive']}</dt>
              <dd class="n">{t.bundle.count(count, f.count(count), f.fileSize(size))}</dd>
            </div>
          );
        })}
      </dl>
      {!canSaveAs() && total.size > MUCH ? <p class="hint">{t.bundle.memory(f.fileSize(total.size))}</p> : null}
      <div role="status">
        {running ? (
          <p class="cap row">
            <progress max={total.count} value={state.done} aria-label={t.bundle.title} />
            <span class="n">{t.bundle.progress(f.count(state.done), f.count(total.count))}</span>
          </p>
        ) : null}
        {state.tag === 'done' ? <p>{t.bundle.done}</p> : null}
        {state.tag === 'cancelled' ? <p>{t.bundle.cancelled}</p> : null}
      </div>
      <Problems
        sentences={[
          ...((state.tag === 'done' || running) && state.missing > 0 ? [t.bundle.missing(state.missing)] : []),
          ...(state.tag === 'failed' ? [t.bundle.failed] : []),
        ]}
      />
      <div class="row acts">
        {running ? (
          <button type="button" class="btn" onClick={() => (over.current = true)}>
            {t.bundle.cancel}
          </button>
        ) : (
          <>
            <button type="button" class="btn primary" disabled={plan === null || total.count === 0} onClick={() => void run()}>
              {t.bundle.start}
            </button>
            <button type="button" class="btn" onClick={onClose}>
              {t.bundle.close}
            </button>
          </>
        )}
      </div>
    </Dialog>
  );
}
