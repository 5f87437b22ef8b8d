/** What the server tells the desk. */
import type { RegistrationDesk } from '@navette/protocol/registration';
import type * as v from 'valibot';

export type DeskView = v.InferOutput<typeof RegistrationDesk.answer>;
