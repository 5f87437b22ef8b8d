/**
 * "Se référencer": by the mailbox when the firm's notices go to it (R062), else by a client code and a number, with the terms
 * accepted (R066, R067). A claim may be given without a network: it is kept, and says when it leaves.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { referenceKey } from '@navette/domain/migration';
import { DEFAULT_SALES_TERMS } from '@navette/domain/sales-terms';
import { makeId } from '@navette/kernel/ids';
import { migrationAskFirm, migrationFacts } from '@navette/protocol/migration';
import { AssistantPage } from '../components/Assistant.tsx';
import { commandSentence } from '../command-sentence.ts';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { Shapes } from '../components/Shapes.tsx';
import { useStepUp } from '../identity/step-up.tsx';
import { routeTo } from '../routes.ts';
import { useSurroundings } from '../surroundings.tsx';
import { useOnline } from '../use-online.ts';
import { useAsking } from './asking.ts';
import { attachByMailbox, type Courier } from './courier.ts';
import { StepFoot, useMigrationTexts, type StepProps } from './step-parts.tsx';
import { TermsField } from './Terms.tsx';
import { TextField } from './TextField.tsx';

type Props = StepProps & {
  readonly courier: Courier;
  /** False where the mailbox was found not to be enough already. */
  readonly byMailbox: boolean;
};

export function AttachStep(props: Props) {
  const { draft, change, crumb, later, signIn, courier, byMailbox } = props;
  const { doors } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const online = useOnline();
  const stepUp = useStepUp();
  const asking = useAsking();
  const [looked, setLooked] = useState(!byMailbox || draft.queued !== null);
  const [refused, setRefused] = useState<string | null>(null);

  const look = async () => {
    // Terms first: whoever loses the network next has them to read.
    const facts = await doors.commands.ask(migrationFacts, {});
    if (facts.ok) {
      setRefused(facts.value.refused);
      await change({ terms: facts.value.terms, demo: facts.value.demo });
    }
    const found = await asking.run(
      () => attachByMailbox(doors, stepUp),
      () => void look(),
    );
    if (found !== null && found !== 'to-claim') await change(found);
    // No answer, or the answer that the mailbox is not enough: the form stands either way.
    else setLooked(true);
  };
  useEffect(() => {
    if (!looked) void look();
  }, []);

  if (draft.queued !== null && (courier.refusal !== null || !online)) return <QueuedClaimPage {...props} />;
  return (
    <AssistantPage title={m.steps.attach} crumb={crumb}>
      {!looked ? (
        <>
          <p class="lead">{m.attach.looking}</p>
          <Shapes rows={2} />
        </>
      ) : asking.problem !== null ? (
        <form
          class="stack4"
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <StepFoot asking={asking} word={a.continue} later={later} signIn={signIn} />
        </form>
      ) : (
        <>
          <p class="lead">{asking.offline ? m.attach.leadOffline : m.attach.lead}</p>
          {refused === null ? null : (
            <p class="note decide" role="status">
              <Icon name="info" />
              <span>{m.attach.refused(refused)}</span>
            </p>
          )}
          <ClaimForm {...props} offline={asking.offline} />
        </>
      )}
    </AssistantPage>
  );
}

type Errors = { readonly clientCode?: string; readonly number?: string; readonly terms?: string };

function ClaimForm({ account, draft, change, later, signIn, offline }: Props & { offline: boolean }) {
  const { doors, t, now } = useSurroundings();
  const { m, a } = useMigrationTexts();
  const asking = useAsking();
  const [clientCode, setClientCode] = useState(draft.clientCode);
  const [number, setNumber] = useState(draft.number);
  const [errors, setErrors] = useState<Errors>({});
  const terms = draft.terms ?? DEFAULT_SALES_TERMS;
  const accepted = draft.accepted === terms.version;
  const { news } = draft;

  const submit = async () => {
    const found = {
      ...(referenceKey(clientCode) === '' ? { clientCode: m.attach.refusals.clientCode } : {}),
      ...(referenceKey(number) === '' ? { number: m.attach.refusals.number } : {}),
      ...(accepted ? {} : { terms: m.attach.refusals.terms }),
    };
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const id = makeId<string>(now(), crypto.getRandomValues(new Uint8Array(10)));
    // Kept before it is sent: whatever happens now, it leaves once.
    await change({ clientCode, number, queued: { id, at: now() }, news: null });
  };
  const askFirm = async () => {
    const said = await asking.run(() => doors.commands.ask(migrationAskFirm, { clientCode, number }));
    if (said === null) return;
    if (said.outcome === 'too-many') return asking.say(m.attach.refusals['too-many'](t.signIn.wait(Math.ceil(said.wait / 1000))));
    await change({ stage: 'waiting', news: null });
    void doors.sync.syncNow();
  };
  const told =
    news === null || news.tag === 'attached' || news.tag === 'to-decide'
      ? null
      : news.tag === 'too-many'
        ? m.attach.refusals['too-many'](t.signIn.wait(Math.ceil(news.wait / 1000)))
        : m.attach.refusals[news.tag];
  const toldBox = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told !== null) toldBox.current?.scrollIntoView({ block: 'nearest' });
  }, [told]);
  const type = (field: 'clientCode' | 'number', set: (typed: string) => void) => (typed: string) => {
    set(typed);
    setErrors({});
    void change({ [field]: typed, news: null });
  };
  return (
    <form
      class="stack4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {draft.demo === null ? null : <p class="cap demohint">{m.attach.demo(draft.demo.clientCode, draft.demo.number)}</p>}
      <TextField
        label={m.attach.clientCode}
        value={clientCode}
        autocomplete="off"
        hint={m.attach.clientCodeHint}
        error={errors.clientCode ?? null}
        first
        maxLength={60}
        onInput={type('clientCode', setClientCode)}
      />
      <fieldset class="proofkind">
        <legend class="label">{m.attach.kind}</legend>
        <div class="row wrap">
          {(['invoice', 'serial'] as const).map((proof) => (
            <label class="check" key={proof}>
              <input type="radio" name="proof" checked={draft.proof === proof} onChange={() => void change({ proof })} />
              {m.attach[proof]}
            </label>
          ))}
        </div>
      </fieldset>
      <TextField
        label={m.attach.number[draft.proof]}
        value={number}
        autocomplete="off"
        error={errors.number ?? null}
        maxLength={60}
        onInput={type('number', setNumber)}
      />
      <TermsField
        terms={terms}
        firm={account?.firm.name ?? ''}
        accepted={accepted}
        error={errors.terms ?? null}
        onAccept={(accept) => {
          setErrors({});
          void change({ accepted: accept ? terms.version : null });
        }}
      />
      <div ref={toldBox}>
        <Problems sentences={told === null ? [] : [told]} />
      </div>
      {news?.tag === 'not-found' || news?.tag === 'too-many' ? (
        <p class="askfirm">
          <button type="button" class="btn" disabled={asking.busy} onClick={() => void askFirm()}>
            <Icon name="help" size="s" />
            {m.attach.askFirm}
          </button>
          <small class="blk">{m.attach.askFirmHint}</small>
        </p>
      ) : null}
      {news?.tag === 'forbidden' ? (
        <p>
          <button type="button" class="btn" onClick={() => void change({ stage: 'email', news: null })}>
            {m.steps.email}
          </button>
        </p>
      ) : null}
      <StepFoot
        asking={{ ...asking, offline: offline || asking.offline, busy: asking.busy || draft.queued !== null }}
        word={a.confirm}
        offlineWord={m.attach.submitOffline}
        offlineHint={m.queued.lead}
        later={later}
        signIn={signIn}
      />
    </form>
  );
}

/** What was claimed without a network, until it has left: it can be changed, and nothing else is to be done. */
function QueuedClaimPage({ draft, change, crumb, courier, signIn }: Props) {
  const surroundings = useSurroundings();
  const { f, now } = surroundings;
  const { m } = useMigrationTexts();
  const { refusal } = courier;
  const why = refusal === null || refusal.tag === 'unreachable' ? null : commandSentence(surroundings, refusal);
  return (
    <AssistantPage title={m.queued.title} crumb={crumb}>
      <p class="lead">{m.queued.lead}</p>
      <dl class="kv">
        <div>
          <dt>{m.queued.code}</dt>
          <dd class="mono">{draft.clientCode}</dd>
        </div>
        <div>
          <dt>{m.queued.number}</dt>
          <dd class="mono">{draft.number}</dd>
        </div>
        <div>
          <dt>{m.queued.since}</dt>
          <dd>{draft.queued === null ? '' : f.whenWithTime(draft.queued.at, now())}</dd>
        </div>
      </dl>
      <Problems sentences={why === null ? [] : [why]} />
      <footer class="row">
        <a class="btn primary lg" href={routeTo('home')}>
          {m.queued.home}
        </a>
        <button type="button" class="btn lg" onClick={() => void change({ queued: null })}>
          {m.queued.edit}
        </button>
        {refusal?.tag === 'refused' && refusal.problem === 'sign-in-needed' ? (
          <button type="button" class="btn lg" onClick={signIn}>
            {surroundings.t.signIn.submit}
          </button>
        ) : null}
      </footer>
    </AssistantPage>
  );
}
