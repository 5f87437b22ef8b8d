/** What only a portal's page asks: the first start of a firm, and the demonstration's doors. Devices carry none of it. */
import * as v from 'valibot';

/** First start of a real firm: the one-time link's token makes its first administrator. */
export const SetUpRequest = v.object({
  token: v.pipe(v.string(), v.maxLength(100)),
  firmName: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(120)),
  name: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(120)),
  email: v.pipe(v.string(), v.trim(), v.email(), v.maxLength(254)),
  password: v.pipe(v.string(), v.minLength(12), v.maxLength(128)),
});
export type SetUpRequest = v.InferOutput<typeof SetUpRequest>;

/** A one-click link of the demonstration signs in as a demo person; refused by a real firm. */
export const DemoSignInRequest = v.object({ token: v.pipe(v.string(), v.maxLength(100)) });
