/** What the background asks of the sheet it injects: put in the script's own isolated world, where no page can write. */
import type { CaptureProblem } from '@navette/device/model';
import type { DocumentId } from '@navette/kernel/ids';
import type { OwnTexts } from '../locales/own-texts.ts';

export type SheetJob =
  /** Wait for a file. `plainPage`: the person asked for the page itself, which is no document. */
  | { readonly mode: 'drop'; readonly plainPage: boolean }
  /** Fetch this address of the page's own origin and send it. */
  | {
      readonly mode: 'fetch';
      readonly capture: DocumentId;
      readonly way: 'link' | 'page';
      readonly url: string;
      readonly name: string;
      readonly limit: number;
    }
  /** Say why the thing clicked was not taken. */
  | {
      readonly mode: 'failed';
      readonly name: string;
      readonly reason: CaptureProblem | 'not-web' | 'private-host' | 'store-full' | 'store-unavailable';
    };

/** The isolated world's own variables: a job waiting to be read, the sentences to speak of it, and the sheet already open. */
export type SheetWorld = { navetteJob?: SheetJob; navetteTexts?: OwnTexts; navetteSheet?: { take(job: SheetJob): boolean } };
