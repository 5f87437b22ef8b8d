/** One document the firm asks for, with its own drop target: what is dropped there answers it. */
import type { AccountView, RequestView } from '@navette/device/model';
import type { DocumentKind } from '@navette/domain/document-kinds';
import { daysUntil } from '@navette/texts/formats';
import { useDeposits } from '../deposits.tsx';
import type { IconName } from '../icons.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useMedia } from '../use-media.ts';
import { DropZone } from './DropZone.tsx';
import { Icon } from './Icon.tsx';

const SOON = 7;
const ICON: Readonly<Record<DocumentKind, IconName>> = {
  'purchase-invoices': 'receipt',
  'sales-invoices': 'receipt',
  bank: 'bank',
  cash: 'receipt',
  payroll: 'users',
  'official-letters': 'mail',
  miscellaneous: 'documents',
  data: 'grid',
};

export function requestIcon(request: RequestView): IconName {
  return ICON[request.kind];
}

/** Requests that wait for the client, the nearest due date first. */
export function openRequests(requests: readonly RequestView[]): readonly RequestView[] {
  return requests.filter(({ state }) => state === 'open').toSorted((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999'));
}

/** How near a due date is: bold with a clock within a week, never red (a delay is not an error). */
export function DueTag({ due }: { due: string }) {
  const { t, f } = useSurroundings();
  const now = useNow();
  const left = daysUntil(due, now);
  if (left > SOON) return <span class="tag">{f.dueDay(due)}</span>;
  return (
    <span class="tag soon">
      <Icon name="clock" />
      {left < 0 ? t.requests.late(-left) : left === 0 ? t.requests.today : t.requests.daysLeft(left)}
    </span>
  );
}

/** Who asked, and the detail or the date. */
export function requestCaption(
  { t, f }: Pick<ReturnType<typeof useSurroundings>, 't' | 'f'>,
  account: AccountView,
  request: RequestView,
): string {
  const who = request.by === null ? undefined : account.people.get(request.by)?.name;
  const due = request.due === undefined ? undefined : t.requests.due(f.dueDay(request.due));
  return [who, request.detail ?? due].filter((part) => part !== undefined).join(' · ');
}

/** @returns what the drop target of a request does with files */
export function useAnswer(account: AccountView, request: RequestView) {
  const { give } = useDeposits();
  const { t } = useSurroundings();
  return async (files: readonly File[], way: 'drop' | 'pick' | 'photo' | string): Promise<readonly string[]> => {
    const dossier = account.dossiers.find(({ id }) => id === request.dossier);
    if (dossier === undefined) return [t.refusals['not-allowed']({})];
    return give(
      files,
      way === 'drop' || way === 'photo' ? way : 'pick',
      { dossier: request.dossier, kind: request.kind, answers: request.id },
      dossier,
    );
  };
}

export function RequestItem({
  account,
  request,
  withDossier = false,
}: {
  account: AccountView;
  request: RequestView;
  withDossier?: boolean;
}) {
  const surroundings = useSurroundings();
  const { t } = surroundings;
  // A finger drags nothing: the words are those of the button.
  const touch = useMedia('(hover: none) and (pointer: coarse)');
  const answer = useAnswer(account, request);
  const dossier = withDossier ? account.dossiers.find(({ id }) => id === request.dossier)?.name : undefined;
  return (
    <li>
      <div class="row top">
        <span class="grow">
          <b>{request.title}</b>
          <small class="blk">{[dossier, requestCaption(surroundings, account, request)].filter(Boolean).join(' · ')}</small>
        </span>
        {request.due === undefined || request.state !== 'open' ? null : <DueTag due={request.due} />}
      </div>
      {/* One whose answers were refused is open again: what was given stays in sight, and there is a place for better. */}
      {request.answeredBy.length > 0 ? <p class="cap2 ink2">{t.requests.answers(request.answeredBy.length)}</p> : null}
      {request.state === 'open' ? (
        <DropZone
          look="mini"
          label={touch ? t.deposit.joinFile : t.requests.dropHere}
          pick={t.deposit.pickShort}
          pickLabel={`${t.deposit.pickShort}, ${request.title}`}
          release={t.deposit.releaseRequest}
          onFiles={answer}
        />
      ) : null}
    </li>
  );
}
