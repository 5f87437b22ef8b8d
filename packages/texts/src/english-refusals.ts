/** English: one sentence for each refusal and problem, as in `french-refusals.ts`. */
import type { CaptureProblemTag, Problem, PushRefusal, RefusalFigures, RefusalTag, SyncProblemTag } from './tags.ts';

export const englishRefusals: Record<RefusalTag, (figures: RefusalFigures) => string> = {
  'file-empty': () => 'This file is empty. Check it, then deposit it again.',
  'file-unreadable': () => 'This file can no longer be read: it was moved or changed. Choose it again.',
  'file-too-large': (f) => `This file is ${f.size ?? ''}; the limit is ${f.limit ?? ''}. Split it, or ask the firm how to hand it over.`,
  'too-many-files': (f) => `${f.count ?? 0} files at once; the limit is ${f.limit ?? ''}. Deposit them in several goes.`,
  'store-full': () => 'Nothing was saved: there is no room left on this computer. Free some space, then try again.',
  'store-unavailable': () =>
    'Nothing was saved: the browser gives no access to its storage. Leave private browsing or restart the browser.',
  'not-allowed': () => 'You do not have this right for this company. Ask its administrator or the firm.',
  'unknown-document': () => 'This document is no longer on this computer.',
  'too-late': () => 'Too late to undo: the firm already has this document. Write them a comment.',
  'wrong-credentials': () => 'Wrong e-mail address or password.',
  'factor-needed': () => 'A second factor is asked for: open Navette in full screen to sign in.',
  'too-many-tries': (f) => `Too many tries. Try again in ${f.wait ?? ''}.`,
  unreachable: () => 'The server does not answer. Check the address and the connection.',
  'key-changed': () => 'This server no longer shows your firm’s key. Nothing was sent to it: ask the firm.',
  'not-navette': () => 'This address answers, but it is not a Navette server. Check it with the firm.',
  'managed-address': () => 'Your firm has set the server’s address for this browser: no other is accepted.',
};

export const englishCaptureProblems: Record<CaptureProblemTag, string> = {
  'session-expired': 'The site’s session has expired: it answered with its sign-in page. Sign in on the site, then try again.',
  'not-found': 'The site no longer finds this document.',
  elsewhere: 'The link leads to another site or an internal network: Navette does not fetch it.',
  redirected: 'The site sent us to another address: Navette does not follow.',
  'too-large': 'This document is larger than the firm accepts.',
  empty: 'The site gave an empty file.',
  offline: 'The connection is down. Try again when it is back.',
  'page-refused': 'This page does not let the document be taken.',
  interrupted: 'The download stopped before the end.',
};

export const englishDelays: Record<SyncProblemTag, string> = {
  offline: 'no network.',
  'server-down': 'the firm’s server does not answer.',
  'server-error': 'the firm’s server ran into a problem.',
  'sign-in-needed': 'you must sign in again.',
  'server-full': 'the firm’s server has no room left. Tell the firm.',
  erased: 'the firm has erased this file, it is not taken again here.',
  infected: 'a virus was found in this file, the firm keeps it and gives it to nobody.',
  'dossier-full': 'this company has used the room the firm gives it. Tell the firm.',
  'activation-needed': 'sending waits for your activation key. Nothing is lost.',
  'server-busy': 'the firm’s server is very busy. It will be tried again.',
  'too-large': 'this document is larger than the firm accepts.',
  forbidden: 'you no longer have this right. Ask the firm.',
  'copied-device': 'this device needs a new number. Sign out keeping your data, then sign in again; nothing is lost.',
  'other-server': 'this address no longer answers with your firm’s key. Nothing is sent until the firm has explained it.',
  'file-damaged': 'the file kept on this computer is damaged. Deposit it again.',
  'device-full': 'this computer has no room left. Make some; sending will go on.',
  'device-error': 'Navette met a difficulty on this computer. It will try again.',
  'client-too-old': 'this version of Navette is too old. Update it; nothing is lost.',
};

export const englishProblems: Record<Problem, string> = {
  'bad-request': 'The server did not understand. Update Navette.',
  'sign-in-needed': 'You must sign in again.',
  forbidden: 'You no longer have this right for this company.',
  'not-found': 'The server does not find this document.',
  'too-large': 'This document is larger than the firm accepts.',
  'too-many': 'Too many requests at once. Navette will try again in a moment.',
  'copied-device': 'This device needs a new number. Sign out keeping your data, then sign in again; nothing is lost.',
  'unknown-device': 'The server no longer knows this computer. Sign in again.',
  full: 'The firm’s server has no room left.',
  erased: 'The firm has erased this file.',
  infected: 'A virus was found in this file: it is not opened here. Ask for another copy.',
  'dossier-full': 'This company has used the room the firm gives it.',
  'hash-mismatch': 'The file arrived damaged. It is being sent again.',
  'offset-mismatch': 'Sending resumes at the right place.',
  'client-too-old': 'This version of Navette is too old. Update it; nothing is lost.',
  'step-up-needed': 'Confirm who you are first: this act wants a recent sign-in.',
  'activation-needed': 'Sending waits for your activation key. Nothing is lost: everything stays saved here.',
  unavailable: 'The firm’s server is unavailable for now.',
};

export const englishRefusedWrites: Record<PushRefusal, string> = {
  forbidden: 'you may no longer write for this company.',
  malformed: 'the server could not read it. Tell the firm.',
  'too-large': 'it is larger than the firm accepts.',
  'foreign-client': 'it bears another computer’s number.',
  'delete-the-future': 'the server found it inconsistent. Tell the firm.',
  wipe: 'it deleted too much at once. Tell the firm.',
  'dangling-origin': 'it depends on a change the server has not received. Tell the firm.',
  shape: 'it does not have the expected shape. Update Navette.',
  'struct-too-long': 'it is too long.',
  'room-full': 'the company’s folder has reached its largest size. Tell the firm.',
};
