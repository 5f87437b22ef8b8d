/** The portal of the firm one is signed in to, and whether our banners may stand on it. */
import * as v from 'valibot';

export const PortalAccess = v.object({ origin: v.nullable(v.string()), allowed: v.boolean() });
export type PortalAccess = v.InferOutput<typeof PortalAccess>;
