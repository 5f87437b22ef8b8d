/**
 * The banners on the portal's pages: quick deposit, and the yellow one while the move to the single sign-in is not
 * finished (R053, R054). In the flow above the page, in a closed shadow root, with fixed sentences and nothing secret.
 *
 * The root element says which banners stand (`data-navette-banners="deposit migration"`), so that the portal hides its own
 * yellow one: never two.
 */
import { checkDrop } from '@navette/domain/deposit';
import { DEFAULT_LIMITS } from '@navette/domain/limits';
import { makeId, type DocumentId } from '@navette/kernel/ids';
import { ownTexts } from '../locales/own-texts.ts';
import { send } from '../messages/send.ts';
import { announcedBanners, type Banner } from './banner-flags.ts';
import { BANNER_STYLE } from './banner-style.ts';
import { closedRoot, drawing, element } from './elements.ts';
import { watchOwnActs, type OwnActs } from './own-acts.ts';
import { reasonText, text, useTexts } from './page-texts.ts';
import { sendFile } from './send-file.ts';

export function showPortalBanners(): void {
  const wanted = announcedBanners();
  if (wanted.size === 0 || window !== top || document.contentType !== 'text/html') return;
  useTexts(ownTexts(navigator.language));
  const host = document.createElement('div');
  const root = closedRoot(host, BANNER_STYLE);
  const acting = watchOwnActs(host, () => host.remove());
  const standing = new Set(wanted);
  const left = (banner: Banner): void => {
    standing.delete(banner);
    mark([...standing]);
  };
  if (wanted.has('deposit')) root.append(depositBanner(acting, () => left('deposit')));
  if (wanted.has('migration')) {
    const yellow = migrationBanner(acting);
    root.append(yellow);
    whenFinal(() => {
      yellow.remove();
      left('migration');
    });
  }
  // Before the body exists: what comes later is laid out below, and nothing shifts.
  document.documentElement.prepend(host);
  mark([...wanted]);
}

/**
 * The portal says on its root element how far the move of its person has come: final there, the banner leaves this page at
 * once (R054). A page that lies hides a reminder from its own reader and gains nothing.
 */
function whenFinal(leave: () => void): void {
  const root = document.documentElement;
  const isFinal = (): boolean => root.dataset['navetteMigration'] === 'finalised';
  const watching = new MutationObserver(() => {
    if (!isFinal()) return;
    watching.disconnect();
    leave();
  });
  watching.observe(root, { attributes: true, attributeFilter: ['data-navette-migration'] });
}

function mark(banners: readonly string[]): void {
  if (banners.length === 0) document.documentElement.removeAttribute('data-navette-banners');
  else document.documentElement.setAttribute('data-navette-banners', banners.join(' '));
}

/** No cross: it leaves when the move is final (R054). */
function migrationBanner(acting: OwnActs): HTMLElement {
  const resume = element('button', { class: 'decide' }, text('bannerMigrationAct'));
  resume.addEventListener('click', (event) => acting.isOwn(event) && void send('resume-migration', {}));
  return element(
    'div',
    { class: 'banner migration', role: 'region', 'aria-label': text('bannerMigrationLabel') },
    drawing(20, '0 0 20 20', 'M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3'),
    element('span', { class: 'grow' }, element('b', {}, text('bannerMigrationTitle')), ` ${text('bannerMigrationText')}`),
    resume,
  );
}

function depositBanner(acting: OwnActs, gone: () => void): HTMLElement {
  const said = element(
    'span',
    { class: 'grow', role: 'status' },
    element('b', {}, text('bannerDepositTitle')),
    ` ${text('bannerDepositText')}`,
  );
  const picker = element('input', { type: 'file', multiple: '' });
  const pick = element('button', {}, text('pick'));
  const open = element('button', { hidden: '' }, text('continue'));
  const later = element('button', { class: 'quiet' }, text('later'));
  const banner = element(
    'div',
    { class: 'banner deposit', role: 'region', 'aria-label': text('bannerDepositLabel') },
    drawing(20, '0 0 20 20', 'M5 3h6l4 4v10H5zM11 3v4h4M10 9.8v5M7.5 12.3h5'),
    said,
    open,
    pick,
    later,
    picker,
  );
  const take = async (files: readonly File[]): Promise<void> => {
    const allowed = checkDrop(files.length, DEFAULT_LIMITS);
    said.textContent = allowed.ok ? text('sending') : text('reason_too_many_files', String(DEFAULT_LIMITS.filesPerDrop));
    if (!allowed.ok) return;
    const outcome = await sendAll(files, (share) => void (said.textContent = `${text('sending')} ${Math.round(share * 100)}\u202f%`));
    said.textContent = outcome.sentence;
    open.hidden = !outcome.toChoose;
  };
  pick.addEventListener('click', (event) => acting.isOwn(event) && picker.click());
  picker.addEventListener('change', (event) => {
    if (event.isTrusted) void take([...(picker.files ?? [])]);
    picker.value = '';
  });
  open.addEventListener('click', (event) => acting.isOwn(event) && void send('open-panel', {}));
  later.addEventListener('click', (event) => {
    if (!event.isTrusted) return;
    banner.remove();
    gone();
    void send('dismiss-deposit-banner', {});
  });
  banner.addEventListener('dragover', (event) => {
    if (!event.isTrusted) return;
    event.preventDefault();
    banner.classList.add('over');
  });
  banner.addEventListener('dragleave', () => banner.classList.remove('over'));
  banner.addEventListener('drop', (event) => {
    banner.classList.remove('over');
    event.preventDefault();
    if (acting.isOwn(event)) void take([...(event.dataTransfer?.files ?? [])]);
  });
  return banner;
}

/** @returns what to say, and whether a company is still to be chosen in our panel */
async function sendAll(files: readonly File[], onProgress: (share: number) => void): Promise<{ sentence: string; toChoose: boolean }> {
  let toChoose = false;
  const problems: string[] = [];
  for (const [index, file] of files.entries()) {
    const capture = makeId<DocumentId>(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const result = await sendFile(file, { capture, name: file.name, way: 'banner' }, (share) => onProgress((index + share) / files.length));
    if (result.status === 'refused') problems.push(reasonText(result.reason, result.limit));
    else toChoose ||= !result.deposited;
  }
  if (problems.length > 0) return { sentence: problems.join(' '), toChoose };
  return { sentence: toChoose ? text('savedToChoose') : text('savedDeposited'), toChoose };
}
