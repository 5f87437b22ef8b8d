/** One request with what each side may do about it: give a document, say that there is none, close, ask again. */
import { useId, useState } from 'preact/hooks';
import type { AccountView, RequestView } from '@navette/device/model';
import { requestsTexts } from '@navette/texts/requests-texts';
import { DropZone, Problems } from '../components/DropZone.tsx';
import { DueTag, requestIcon, useAnswer } from '../components/RequestItem.tsx';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { routeTo } from '../routes.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useMedia } from '../use-media.ts';

type Props = {
  readonly account: AccountView;
  readonly request: RequestView;
  readonly withDossier: boolean;
  readonly current: boolean;
  readonly rowRef?: (row: HTMLElement | null) => void;
};

export function RequestCard({ account, request, withDossier, current, rowRef }: Props) {
  const surroundings = useSurroundings();
  const { doors, t, f, language } = surroundings;
  const words = requestsTexts(language);
  const now = useNow();
  const touch = useMedia('(hover: none) and (pointer: coarse)');
  const answer = useAnswer(account, request);
  const [saying, setSaying] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const staff = account.side === 'staff';
  const name = (who: string | null) => (who === null ? account.firm.name : (account.people.get(who as never)?.name ?? account.firm.name));
  const act = async (done: ReturnType<typeof doors.library.closeRequest>) => {
    const given = await done;
    setProblem(given.ok ? null : refusalSentence(surroundings, given.refusal));
    if (given.ok) setSaying(false);
  };
  const dossier = withDossier ? account.dossiers.find(({ id }) => id === request.dossier)?.name : undefined;
  const { movement, state, none, closed } = request;
  const facts = [
    dossier,
    request.by === null
      ? words.askedSince(f.shortDay(request.askedAt, now))
      : words.askedOn(name(request.by), f.shortDay(request.askedAt, now)),
    request.every === undefined || !staff ? undefined : words.reminders(request.every),
  ].filter(Boolean);
  return (
    <li class={`reqcard${current ? ' is-cur' : ''}`} ref={(row) => rowRef?.(row)} tabIndex={-1}>
      <div class="row top">
        <Icon name={requestIcon(request)} />
        <span class="grow">
          <b class="blk">{request.title}</b>
          {request.detail === undefined ? null : <span class="blk ink2">{request.detail}</span>}
          {movement === undefined ? null : (
            <span class="blk ink2">
              {words.movement(movement.label, f.money(movement.amount as never), f.shortDay(movement.date, now))}
            </span>
          )}
          <small class="blk">{facts.join(' · ')}</small>
        </span>
        {request.due === undefined || state === 'closed' ? null : <DueTag due={request.due} />}
      </div>
      {state === 'open' && !staff ? (
        <DropZone
          look="mini"
          label={touch ? t.deposit.joinFile : t.requests.dropHere}
          pick={t.deposit.pickShort}
          pickLabel={`${t.deposit.pickShort}, ${request.title}`}
          release={t.deposit.releaseRequest}
          onFiles={answer}
        />
      ) : null}
      {request.answeredBy.length === 0 ? null : (
        <p class="cap2 ink2 row wrap2">
          <span>{t.requests.answers(request.answeredBy.length)}</span>
          {request.answeredBy.map((document) => (
            <a key={document} href={routeTo('documents', { document })}>
              {words.see}
            </a>
          ))}
        </p>
      )}
      {none === null ? null : (
        <p class="note plain">
          <Icon name="info" />
          <span>
            {words.noneSaid(name(none.by), f.when(none.at, now))}
            {none.why === null ? null : <q class="blk">{none.why}</q>}
          </span>
        </p>
      )}
      {closed === null ? null : <p class="cap2 ink2">{words.closedBy(name(closed.by), f.when(closed.at, now))}</p>}
      {state === 'closed' && closed === null ? <p class="cap2 ink2">{words.closedAccepted}</p> : null}
      {saying ? (
        <None request={request} onSay={(why) => void act(doors.library.answerNone(request.id, { why }))} onClose={() => setSaying(false)} />
      ) : (
        <div class="row reqacts">
          {!staff && state === 'open' ? (
            <button type="button" class="linklike" onClick={() => setSaying(true)}>
              {words.noneAct}
            </button>
          ) : null}
          {!staff && state === 'none' ? (
            <button type="button" class="linklike" onClick={() => void act(doors.library.answerNone(request.id, null))}>
              {words.noneUndo}
            </button>
          ) : null}
          {staff && state !== 'closed' ? (
            <button
              type="button"
              class="btn sm"
              title={words.closeHint}
              aria-label={`${words.close}, ${request.title}`}
              onClick={() => void act(doors.library.closeRequest(request.id, { with: null }))}
            >
              {words.close}
            </button>
          ) : null}
          {staff && closed !== null ? (
            <button
              type="button"
              class="btn sm"
              aria-label={`${words.again}, ${request.title}`}
              onClick={() => void act(doors.library.closeRequest(request.id, false))}
            >
              {words.again}
            </button>
          ) : null}
        </div>
      )}
      <Problems sentences={problem === null ? [] : [problem]} />
    </li>
  );
}

function None({ request, onSay, onClose }: { request: RequestView; onSay: (why: string) => void; onClose: () => void }) {
  const { language } = useSurroundings();
  const words = requestsTexts(language);
  const [why, setWhy] = useState('');
  const id = useId();
  return (
    <form
      class="reqnone"
      aria-label={`${words.noneTitle}, ${request.title}`}
      onSubmit={(event) => {
        event.preventDefault();
        onSay(why);
      }}
    >
      <label for={id}>{words.noneWhy}</label>
      <input
        id={id}
        class="input"
        maxLength={500}
        placeholder={words.noneExample}
        value={why}
        ref={(input) => input?.focus()}
        onInput={(event) => setWhy(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
      <div class="row acts">
        <button type="submit" class="btn primary sm">
          {words.noneSend}
        </button>
        <button type="button" class="btn sm" onClick={onClose}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
}
