/**
 * API keys (R160): what a provider's product shows to tell of its sendings. Listed with what they reach and when they were
 * used; made once, shown once; ended at once. All of it is the server's: it needs the network.
 */
import { useState } from 'preact/hooks';
import { listApiKeys, revokeApiKey, type ApiKeyView } from '@navette/protocol/sendings';
import { administrationTexts } from '@navette/texts/administration-texts';
import { commandSentence } from '../command-sentence.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Problems } from '../components/DropZone.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { Icon } from '../components/Icon.tsx';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { NewApiKey } from './NewApiKey.tsx';
import { Unanswered } from './Unanswered.tsx';
import { useCommand } from './use-command.ts';

export function ApiKeys() {
  const { language } = useSurroundings();
  const t = administrationTexts(language).keys;
  const [asked, ask] = useCommand(listApiKeys, {});
  const [making, make] = useState(false);
  const [ending, end] = useState<ApiKeyView | null>(null);
  const [said, say] = useState('');
  if (asked.state !== 'answered') return <Unanswered asked={asked} onAgain={() => void ask()} />;
  const { keys, firm, companies } = asked.value;
  const may = (firm !== null && firm.length > 0) || companies.length > 0;
  return (
    <>
      <div class="keylead">
        <div class="grow">
          <p class="ink2 cap2">{t.lead}</p>
          <p class="cap2 row top">
            <Icon name="clock" size="s" />
            {t.hours}
          </p>
        </div>
        {may ? (
          <button type="button" class="btn primary" onClick={() => make(true)}>
            <Icon name="plus" size="s" />
            {t.create}
          </button>
        ) : null}
      </div>
      <p class="vh" role="status">
        {said}
      </p>
      {keys.length === 0 ? (
        <EmptyState icon="access" title={t.empty} hint={may ? t.emptyHint : t.mayNot} />
      ) : (
        <div class="scrollx">
          <table class="keytable">
            <thead>
              <tr>
                <th scope="col">{t.head.key}</th>
                <th scope="col">{t.head.scope}</th>
                <th scope="col">{t.head.by}</th>
                <th scope="col">{t.head.used}</th>
                <th scope="col">
                  <span class="vh">{t.head.act}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <KeyRow key={key.id} of={key} onEnd={() => end(key)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {making ? <NewApiKey firm={firm} companies={companies} onMade={() => void ask()} onClose={() => make(false)} /> : null}
      {ending === null ? null : (
        <EndKey
          of={ending}
          onClose={() => end(null)}
          onEnded={() => {
            say(t.revoked(ending.name));
            end(null);
            void ask();
          }}
        />
      )}
    </>
  );
}

function KeyRow({ of, onEnd }: { of: ApiKeyView; onEnd: () => void }) {
  const { f, language } = useSurroundings();
  const now = useNow();
  const t = administrationTexts(language).keys;
  const [first, ...more] = of.dossiers === 'all' ? [] : of.dossiers;
  const scope = of.dossiers === 'all' ? t.all : more.length === 0 ? (first?.name ?? '') : t.andMore(first?.name ?? '', more.length);
  return (
    <tr class={of.state === 'revoked' ? 'endedkey' : ''}>
      <th scope="row">
        <b>{of.name}</b>
        <small class="blk">
          {of.product} · {t.endsWith(of.hint)}
        </small>
      </th>
      <td {...(of.dossiers === 'all' ? {} : { title: of.dossiers.map(({ name }) => name).join(', ') })}>{scope}</td>
      <td>
        {of.by}
        <small class="blk">{t.on(f.shortDay(of.at, now))}</small>
      </td>
      <td class="n">{of.usedAt === null ? t.never : f.whenWithTime(of.usedAt, now)}</td>
      <td class="keyact">
        {of.state === 'active' ? null : (
          <span class="tag" {...(of.state === 'idle' ? { title: t.idleHint } : {})}>
            {t.states[of.state]}
          </span>
        )}
        {of.state === 'revoked' ? null : (
          <button type="button" class="btn sm" aria-label={t.revokeTitle(of.name)} onClick={onEnd}>
            {t.revoke}
          </button>
        )}
      </td>
    </tr>
  );
}

function EndKey({ of, onClose, onEnded }: { of: ApiKeyView; onClose: () => void; onEnded: () => void }) {
  const surroundings = useSurroundings();
  const { doors, language } = surroundings;
  const t = administrationTexts(language).keys;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const end = async () => {
    setBusy(true);
    const given = await doors.commands.ask(revokeApiKey, { id: of.id });
    setBusy(false);
    if (given.ok) onEnded();
    else setProblem(commandSentence(surroundings, given.refusal));
  };
  return (
    <Dialog title={t.revokeTitle(of.name)} onClose={onClose}>
      <p>{t.revokeText(of.product)}</p>
      <Problems sentences={problem === null ? [] : [problem]} />
      <div class="row acts">
        <button type="button" class="btn danger" disabled={busy} onClick={() => void end()}>
          {t.revokeAct}
        </button>
        <button type="button" class="btn" onClick={onClose}>
          {t.cancel}
        </button>
      </div>
    </Dialog>
  );
}
