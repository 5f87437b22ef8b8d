/**
 * What a device does seldom: signing in and out, obeying an erasure, leaving, having entries validated, giving a restored server back what it has lost. It is loaded when it is
 * needed (`Platform.seldom`), so that a background that starts at each click does not carry it.
 *
 * It shares no state with what loads it, neither a class nor a variable: a background has it as a script of its own.
 */
import { redactedForm } from '@navette/rooms/redacted-form';
import { makeSession } from '../accounts/session.ts';
import { withoutFiles } from './erased-files.ts';
import { healRestored } from './heal.ts';
import { leave } from './leave.ts';
import { tellValidations } from './validations.ts';

export const SELDOM = { healRestored, leave, makeSession, redactedForm, tellValidations, withoutFiles } as const;
export type Seldom = typeof SELDOM;
