/**
 * The archive of one company, day and night, offline (R203): tree, list, viewer. A file is found by its name, then by its content (R213).
 * The firm's side publishes, by a drop into a folder or one by one, moves, bins and takes back, and says what keeps a document.
 */
import type { AccountView, ArchivedView, ArchivePart, DossierView } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import { isIn } from '@navette/rooms/archive-tree';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ScreenProps } from '../App.tsx';
import { DropZone, Problems } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { KeyBar } from '../components/KeyBar.tsx';
import type { Way } from '../deposits.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { Folio, Main, useTitle } from '../screens/Main.tsx';
import '../style/archive.css';
import { useSurroundings } from '../surroundings.tsx';
import { NOTHING } from '../unknown-yet.ts';
import { useHashPart } from '../use-hash-part.ts';
import { useKeys } from '../use-keys.ts';
import { useListCursor } from '../use-list-cursor.ts';
import { PHONE_WIDTH, useMedia } from '../use-media.ts';
import { useLive } from '../use-observable.ts';
import { useWindow } from '../use-window.ts';
import { ArchivePane } from './ArchivePane.tsx';
import { ArchiveTable, ROW, type Line } from './ArchiveTable.tsx';
import { ArchiveTree, PartField } from './ArchiveTree.tsx';
import { BundleDialog } from './BundleDialog.tsx';
import { EditPlace } from './EditPlace.tsx';
import { OfflineLine, pinOf } from './OfflineLine.tsx';
import { archiveBoxes } from './may-read.ts';
import { crumbOf, heldSentence, leavesOn, partName, placeWords } from './parts.ts';
import { PublishDialog, type ToPublish } from './PublishDialog.tsx';
import { RulesDialog } from './RulesDialog.tsx';
import { useRetention } from './use-retention.ts';

const NO_OFFLINE = { pins: [], wanted: 0, here: 0, bytes: 0, bytesHere: 0, missing: [], held: new Set<never>() };
const NO_HITS = { byName: [], byContent: [] };

export function ArchiveScreen({ account, dossier }: ScreenProps) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  const readable = account.dossiers.filter((one) => archiveBoxes(one).length > 0);
  const shown = dossier ?? (readable.length === 1 ? (readable[0] ?? null) : null);
  if (shown === null)
    return (
      <Main title={t.title} crumb={account.firm.name}>
        <p class="lead2">{t.choose}</p>
        <ul class="rows">
          {readable.map((one) => (
            <li key={one.id}>
              <a href={routeTo('archive', { dossier: one.id })}>{one.name}</a>
            </li>
          ))}
        </ul>
      </Main>
    );
  if (archiveBoxes(shown).length === 0)
    return (
      <Main title={t.title} crumb={shown.name}>
        <EmptyState icon="lock" title={t.noRight} hint={t.noRightHint} />
      </Main>
    );
  return <Shelves key={shown.id} account={account} dossier={shown} />;
}

function Shelves({ account, dossier }: { account: AccountView; dossier: DossierView }) {
  const surroundings = useSurroundings();
  const { doors, t: all, f, language, now } = surroundings;
  const t = archiveTexts(language);
  useTitle(t.title);
  const phone = useMedia(PHONE_WIDTH);
  const opened = useHashPart();
  const staff = dossier.right.side === 'staff';
  const table = useRetention();
  const [part, setPart] = useState<ArchivePart>({});
  const [inBin, setInBin] = useState(false);
  const [text, setText] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<DocumentId>>(new Set());
  const [publishing, setPublishing] = useState<readonly ToPublish[]>([]);
  const [editing, setEditing] = useState<ArchivedView | null>(null);
  const [bundling, setBundling] = useState(false);
  const [ruling, setRuling] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [said, say] = useState('');
  const asked = useLive(() => doors.library.archive.view(dossier.id), [doors, dossier.id], null);
  const offline = useLive(() => doors.library.archive.offline(dossier.id), [doors, dossier.id], NO_OFFLINE);
  const searching = text.trim() !== '' && !inBin;
  const hits =
    useLive(() => (searching ? doors.library.archive.search(dossier.id, text) : NOTHING), [doors, dossier.id, text], null) ?? NO_HITS;
  const view = asked ?? { tree: [], files: [], binned: [] };
  const inPart = useMemo(() => view.files.filter(({ place }) => isIn(place, part)), [asked, part]);
  const lines = useMemo((): readonly Line[] => {
    if (inBin)
      return view.binned.map((file) => {
        const held = heldSentence(t, f, file, table, now());
        return { file, under: held.held ? t.bin.held(held.rule) : t.bin.leaves(f.day(leavesOn(file.binnedAt ?? 0))) };
      });
    if (searching)
      return [
        ...hits.byName.map((file) => ({ file, under: placeWords(t, file.place) })),
        ...hits.byContent.map(({ file, around }) => ({ file, under: around, heading: t.byContent })),
      ];
    const above = part.category === undefined ? null : '';
    return inPart.map((file) => ({
      file,
      ...(above === null ? {} : { under: file.place.folder.slice(part.folder?.length ?? 0).join(' › ') }),
    }));
  }, [inBin, searching, hits, inPart, asked, table]);
  const window = useWindow(lines.length, ROW);
  const cursor = useListCursor(lines.length, ROW, window.box);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    if (!printing) return;
    print();
    setPrinting(false);
  }, [printing]);
  useEffect(() => {
    setSelected(new Set());
    cursor.set(-1);
    if (window.box.current !== null) window.box.current.scrollTop = 0;
  }, [part, inBin, text]);

  // One that is closed gives focus back to its row, unless the person is elsewhere already.
  const before = useRef(opened);
  useEffect(() => {
    const closed = before.current;
    before.current = opened;
    if (closed === '' || opened !== '' || document.activeElement !== document.body) return;
    const index = lines.findIndex(({ file }) => file.id === closed);
    if (index < 0) document.getElementById('content')?.focus();
    else cursor.to(index);
  }, [opened]);

  const everything = [...view.files, ...view.binned];
  const file = everything.find(({ id }) => id === opened) ?? null;
  const close = () => location.assign(routeTo('archive'));
  const choose = (next: ArchivePart) => {
    setInBin(false);
    setText('');
    setPart(next);
  };
  const toggle = (id: DocumentId) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const bin = async (ids: readonly DocumentId[], binned: boolean) => {
    const found: string[] = [];
    for (const id of ids) {
      const done = await doors.library.archive.bin(id, binned);
      if (!done.ok) found.push(refusalSentence(surroundings, done.refusal));
    }
    setSelected(new Set());
    setProblems(found);
  };
  const takeFiles = async (files: readonly File[], way: Way): Promise<readonly string[]> => {
    const kept: ToPublish[] = [];
    const found: string[] = [];
    for (const one of files) {
      const capture = await doors.library.capture(one, { name: one.name, way });
      if (capture.ok) kept.push({ source: { capture: capture.value.id, dossier: dossier.id }, name: one.name, kind: null, date: null });
      else found.push(refusalSentence(surroundings, capture.refusal));
    }
    if (kept.length > 0) setPublishing(kept);
    return found;
  };
  const current = lines[cursor.at]?.file;
  useKeys({
    j: cursor.next,
    k: cursor.previous,
    ArrowDown: cursor.next,
    ArrowUp: cursor.previous,
    '/': () => document.getElementById('archive-search')?.focus(),
    p: () =>
      void (pinOf(offline.pins, part) === 'above'
        ? undefined
        : doors.library.archive.pin(dossier.id, part, pinOf(offline.pins, part) === null)),
    x: () => (staff && current !== undefined ? toggle(current.id) : undefined),
    e: () => (staff ? setEditing(file ?? current ?? null) : undefined),
    Escape: () => (selected.size > 0 ? setSelected(new Set()) : opened === '' ? undefined : close()),
  });

  const narrowed = opened !== '';
  const title = inBin ? t.bin.title : searching ? t.found(lines.length, f.count(lines.length)) : partName(t, part);
  const crumb = inBin || searching ? dossier.name : [dossier.name, crumbOf(t, part)].filter((word) => word !== '').join(' › ');
  const tree = { view, at: part, onChoose: choose, staff, inBin, onBin: () => (setInBin(true), setText('')) };
  return (
    <>
      <main class="main flush" id="content" tabIndex={-1}>
        <div class={`split arch${narrowed ? '' : ' whole'}`}>
          {phone ? null : <ArchiveTree {...tree} pinned={(one) => pinOf(offline.pins, one) === 'own'} />}
          <section class="listcol">
            <Folio
              title={title}
              crumb={crumb}
              aside={
                <div class="row noprint">
                  <button type="button" class="btn sm" disabled={lines.length === 0} onClick={() => setPrinting(true)}>
                    <Icon name="print" size="s" />
                    {t.print}
                  </button>
                  {staff ? (
                    <button type="button" class="btn sm" onClick={() => setRuling(true)}>
                      <Icon name="sliders" size="s" />
                      {t.rules.title}
                    </button>
                  ) : null}
                  <button type="button" class="btn sm" onClick={() => setBundling(true)}>
                    <Icon name="download" size="s" />
                    {t.bundle.act}
                  </button>
                </div>
              }
            />
            {phone ? <PartField {...tree} /> : null}
            {inBin ? (
              <p class="cap binlead">{t.bin.lead}</p>
            ) : (
              <div class="tools noprint">
                <div class="search grow">
                  <Icon name="search" size="s" />
                  <input
                    id="archive-search"
                    class="input sm"
                    type="search"
                    aria-label={t.search}
                    placeholder={t.searchHint}
                    value={text}
                    onInput={(event) => setText(event.currentTarget.value)}
                  />
                </div>
              </div>
            )}
            {searching && hits.byContent.length > 0 ? <p class="cap">{t.contentNote}</p> : null}
            <Problems sentences={problems} />
            <p class="vh" role="status">
              {said}
            </p>
            {asked !== null && lines.length === 0 ? (
              <Nothing searching={searching} inBin={inBin} empty={view.files.length === 0} staff={staff} />
            ) : (
              <ArchiveTable
                account={account}
                lines={lines}
                loading={asked === null}
                view={printing ? { ...window, start: 0, end: lines.length, before: 0, after: 0 } : window}
                cursor={cursor}
                opened={opened}
                held={offline.held}
                selected={staff ? selected : null}
                onSelect={toggle}
                {...(inBin
                  ? {
                      act: ({ id }: ArchivedView) => (
                        <button type="button" class="btn sm" onClick={() => void bin([id], false)}>
                          {t.act.restore}
                        </button>
                      ),
                    }
                  : {})}
              />
            )}
            {staff && !inBin && !searching ? (
              <div class="noprint">
                <DropZone look="mini" icon="archive" label={t.act.drop} pick={t.act.pick} release={t.act.release} onFiles={takeFiles} />
              </div>
            ) : null}
            {inBin || searching || asked === null ? null : (
              <OfflineLine
                dossier={dossier}
                part={part}
                offline={offline}
                count={inPart.length}
                size={inPart.reduce((sum, { size }) => sum + size, 0)}
              />
            )}
            {selected.size === 0 ? null : (
              <div class="bulk" role="toolbar" aria-label={t.act.actions}>
                <b class="n">{t.act.selected(selected.size)}</b>
                <button type="button" class="btn sm" onClick={() => void bin([...selected], !inBin)}>
                  <Icon name={inBin ? 'undo' : 'trash'} size="s" />
                  {inBin ? t.act.restore : t.act.bin}
                </button>
                <button type="button" class="btn sm quiet" onClick={() => setSelected(new Set())}>
                  {t.act.unselect} <kbd>{all.keys.escape}</kbd>
                </button>
              </div>
            )}
          </section>
          {narrowed && asked !== null ? (
            <ArchivePane
              key={opened}
              account={account}
              file={file}
              table={table}
              staff={staff}
              onEdit={() => setEditing(file)}
              onBin={() => (file === null ? undefined : void bin([file.id], file.binnedAt === null))}
              onClose={close}
            />
          ) : null}
        </div>
      </main>
      <KeyBar
        hints={[
          { keys: ['j', 'k'], does: all.keys.move },
          { keys: [all.keys.enter], does: all.keys.open },
          { keys: ['p'], does: t.keys.pin },
          { keys: ['/'], does: t.keys.search },
          ...(staff ? [{ keys: ['x'], does: t.keys.select }] : []),
        ]}
        also={staff ? [{ keys: ['e'], does: t.keys.edit }] : []}
        {...(cursor.at < 0 ? {} : { position: all.list.position(f.count(cursor.at + 1), f.count(lines.length)) })}
      />
      {publishing.length === 0 ? null : (
        <PublishDialog
          account={account}
          dossier={dossier}
          items={publishing}
          into={part}
          onClose={(published) => {
            setPublishing([]);
            if (published > 0) say(t.publish.done(published));
          }}
        />
      )}
      {editing === null ? null : (
        <EditPlace account={account} dossier={dossier} file={editing} files={view.files} table={table} onClose={() => setEditing(null)} />
      )}
      {ruling ? <RulesDialog onClose={() => setRuling(false)} /> : null}
      {bundling ? <BundleDialog dossier={dossier} onClose={() => setBundling(false)} /> : null}
    </>
  );
}

function Nothing({ searching, inBin, empty, staff }: { searching: boolean; inBin: boolean; empty: boolean; staff: boolean }) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  if (searching) return <EmptyState icon="search" title={t.nothing} hint={t.nothingHint} />;
  if (inBin) return <EmptyState icon="trash" title={t.bin.empty} />;
  return <EmptyState icon="archive" title={empty ? t.empty : t.emptyPart} hint={staff ? t.emptyStaff : empty ? t.emptyClient : ''} />;
}
