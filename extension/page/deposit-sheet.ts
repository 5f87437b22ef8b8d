/**
 * The deposit sheet: drawn in a page that is not ours, after the person's gesture.
 *
 * It takes a file, shows what that page or person gave and what became of it, and its one button opens our own panel:
 * nothing consequential happens here (P1, P2, P3). It listens to nothing of the page. A sheet that is hidden, covered or
 * removed counts as closed; what was being sent goes on.
 */
import { checkDrop } from '@navette/domain/deposit';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { makeId, type DocumentId } from '@navette/kernel/ids';
import { fetchDocument } from '../capture/fetch-document.ts';
import type { SheetJob, SheetWorld } from '../capture/sheet-job.ts';
import { send } from '../messages/send.ts';
import { closedRoot, drawing, element, shuttle } from './elements.ts';
import { makeFileRow, type FileRow } from './file-row.ts';
import { watchOwnActs } from './own-acts.ts';
import { text, typeText, useTexts } from './page-texts.ts';
import { sendFile } from './send-file.ts';
import { SHEET_STYLE } from './sheet-style.ts';

/** Reads the job left by the background and gives it to the open sheet, or opens one. */
export function openDepositSheet(): void {
  const world = globalThis as SheetWorld;
  const { navetteJob: job, navetteTexts: texts } = world;
  delete world.navetteJob;
  if (job === undefined || texts === undefined || window !== top) return;
  useTexts(texts);
  if (world.navetteSheet?.take(job) === true) return;
  world.navetteSheet = mountSheet();
  world.navetteSheet.take(job);
}

function mountSheet(): { take(job: SheetJob): boolean } {
  const host = document.createElement('div');
  const root = closedRoot(host, SHEET_STYLE);
  const close = (): void => host.remove();
  const title = element('h2', { id: 'title' }, text('sheetTitle'));
  const closer = element('button', { class: 'close', 'aria-label': text('close') }, drawing(20, '0 0 20 20', 'm5 5 10 10M15 5 5 15'));
  const note = element('p', { class: 'note', hidden: '' });
  const rows = element('ul', { 'aria-label': text('documents') });
  const picker = element('input', { type: 'file', multiple: '' });
  const pick = element('button', { class: 'btn small' }, text('pick'));
  const drop = element(
    'div',
    { class: 'drop' },
    drawing(20, '0 0 20 20', 'M5 3h6l4 4v10H5zM11 3v4h4M10 9.8v5M7.5 12.3h5'),
    element('span', {}, text('dropHere')),
    pick,
  );
  const open = element('button', { class: 'btn main' }, text('continue'));
  const acts = element('div', { class: 'acts' }, open);
  const sheet = element(
    'section',
    { class: 'sheet', role: 'dialog', 'aria-labelledby': 'title' },
    element('header', {}, withClass(shuttle(20), 'brand'), title, closer),
    note,
    drop,
    rows,
    acts,
    picker,
  );
  root.append(sheet);
  document.documentElement.append(host);
  // Above everything the page may stack: the top layer, which the page shares and which is checked at each act.
  host.setAttribute('popover', 'manual');
  host.showPopover?.();
  const acting = watchOwnActs(host, close);

  const take = (files: Iterable<File>, way: 'drop' | 'pick'): void => {
    const list = [...files];
    const allowed = checkDrop(list.length, DEFAULT_LIMITS);
    if (!allowed.ok) {
      say(note, text('reason_too_many_files', String(DEFAULT_LIMITS.filesPerDrop)));
      return;
    }
    void takeInTurn(list, way, rows);
  };
  closer.addEventListener('click', (event) => event.isTrusted && close());
  open.addEventListener('click', (event) => acting.isOwn(event) && void send('open-panel', {}));
  pick.addEventListener('click', (event) => acting.isOwn(event) && picker.click());
  picker.addEventListener('change', (event) => {
    if (event.isTrusted && picker.files !== null) take(picker.files, 'pick');
    picker.value = '';
  });
  root.addEventListener('keydown', (event) => {
    if (event.isTrusted && (event as KeyboardEvent).key === 'Escape') close();
  });
  root.addEventListener('dragover', (event) => {
    if (!event.isTrusted) return;
    event.preventDefault();
    sheet.classList.add('over');
  });
  root.addEventListener('dragleave', (event) => {
    if ((event as DragEvent).relatedTarget === null) sheet.classList.remove('over');
  });
  root.addEventListener('drop', (event) => {
    sheet.classList.remove('over');
    event.preventDefault();
    if (acting.isOwn(event)) take((event as DragEvent).dataTransfer?.files ?? [], 'drop');
  });
  closer.focus({ preventScroll: true });

  return {
    take(job) {
      if (!acting.isSeen() && !host.isConnected) return false;
      drop.hidden = job.mode !== 'drop';
      drop.style.display = job.mode === 'drop' ? '' : 'none';
      title.textContent = text(job.mode === 'drop' ? 'sheetTitle' : 'sheetTitleDocument');
      say(note, job.mode === 'drop' && job.plainPage ? text('plainPage') : '');
      if (job.mode === 'fetch') void fetchAndSend(job, rows);
      if (job.mode === 'failed') addRow(rows, job.name).failed(job.reason, null);
      return true;
    },
  };
}

/** One after the other: fifty files are not fifty transfers at once. */
async function takeInTurn(files: readonly File[], way: 'drop' | 'pick', rows: HTMLElement): Promise<void> {
  const waiting = files.map((file) => ({ file, row: addRow(rows, file.name) }));
  for (const { file, row } of waiting) await sendAndShow(file, { capture: newCapture(), name: file.name, way }, row);
}

async function fetchAndSend(job: SheetJob & { mode: 'fetch' }, rows: HTMLElement): Promise<void> {
  const row = addRow(rows, job.name);
  const fetched = await fetchDocument(job.url, job.limit);
  if (fetched.ok) {
    await sendAndShow(fetched.bytes, { capture: job.capture, name: job.name, way: job.way }, row);
    return;
  }
  row.failed(fetched.reason, job.limit);
  for (let i = 0; i < 5 && (await send('capture-failed', { capture: job.capture, reason: fetched.reason })) === undefined; i++)
    await new Promise((resolve) => setTimeout(resolve, 500));
}

async function sendAndShow(file: Blob, about: Parameters<typeof sendFile>[1], row: FileRow): Promise<void> {
  row.about(await typeText(file, about.name).catch(() => text('typeOther')), file.size);
  const result = await sendFile(file, about, row.progress);
  if (result.status === 'saved') row.saved();
  else row.failed(result.reason, result.limit);
}

function addRow(rows: HTMLElement, name: string): FileRow {
  const row = makeFileRow(name);
  rows.prepend(row.node);
  return row;
}

function newCapture(): DocumentId {
  return makeId<DocumentId>(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

function say(note: HTMLElement, sentence: string): void {
  note.hidden = sentence === '';
  note.textContent = sentence;
}

function withClass<E extends Element>(node: E, name: string): E {
  node.setAttribute('class', name);
  return node;
}
