/** What was said about a document, and the line to answer. */
import { useState } from 'preact/hooks';
import type { AccountView, DocumentRow } from '@navette/device/model';
import { Problems } from '../components/DropZone.tsx';
import { Icon } from '../components/Icon.tsx';
import { refusalSentence } from '../refusal-sentence.ts';
import { useNow, useSurroundings } from '../surroundings.tsx';
import { useLive } from '../use-observable.ts';

export function Comments({ account, row }: { account: AccountView; row: DocumentRow }) {
  const surroundings = useSurroundings();
  const { doors, t, f } = surroundings;
  const now = useNow();
  const comments = useLive(() => doors.library.comments(row.id), [doors, row.id], []);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const send = async () => {
    if (text.trim() === '') return;
    const said = await doors.library.addComment(row.id, text.trim());
    setProblem(said.ok ? null : refusalSentence(surroundings, said.refusal));
    if (said.ok) setText('');
  };
  const first =
    row.comment === undefined ? [] : [{ id: row.id as string, text: row.comment, author: row.author, at: row.capturedAt, sent: true }];
  const label = account.side === 'staff' ? t.viewer.write : t.viewer.writeToFirm;
  return (
    <section class="talk" aria-label={t.viewer.comments}>
      {[...first, ...comments].map((comment) => {
        const person = comment.author === null ? undefined : account.people.get(comment.author);
        const mine = comment.author === account.user.id || (comment.author === null && !comment.sent);
        return (
          <div key={comment.id} class={`comment${person?.side === 'staff' ? ' firm' : ''}`}>
            <b>{mine ? t.viewer.you : (person?.name ?? t.viewer.someone)}</b>{' '}
            <small>{comment.sent ? f.whenWithTime(comment.at, now) : `${f.time(comment.at)} · ${t.viewer.notSentYet}`}</small>
            <p>{comment.text}</p>
          </div>
        );
      })}
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <input
          id="document-comment"
          class="input sm"
          maxLength={4000}
          autocomplete="off"
          aria-label={label}
          placeholder={label}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="btn sm icon" aria-label={t.viewer.send}>
          <Icon name="sent" size="s" />
        </button>
      </form>
      <Problems sentences={problem === null ? [] : [problem]} />
    </section>
  );
}
