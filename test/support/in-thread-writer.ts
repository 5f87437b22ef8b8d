/** The writer of a room log in the caller's thread, on a database of the test's own making: for faults a thread would hide. */
import type { LogWriter } from '../../sync-server/src/log/sqlite-log-writer.ts';
import type { LogWork } from '../../sync-server/src/log/log-writer-messages.ts';
import type { StartWriter } from '../../sync-server/src/log/sqlite-writer-thread.ts';

export function inThreadWriter(make: (file: string) => LogWriter): StartWriter {
  return ({ file }, { onAnswers }) => {
    const writer = make(file);
    let waiting: LogWork[] = [];
    const commit = (): void => {
      const work = waiting;
      waiting = [];
      if (work.length === 0) return;
      onAnswers(writer.commit(work));
      writer.tidy();
    };
    return {
      post(work) {
        if (waiting.push(work) === 1) setImmediate(commit);
      },
      end() {
        commit();
        writer.close();
        return Promise.resolve();
      },
    };
  };
}
