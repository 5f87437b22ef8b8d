/**
 * Which banners to show, told by which small scripts the background registered before the banner's own: known before the
 * first paint, without asking anybody.
 */
export type Banner = 'deposit' | 'migration';

type BannerWorld = { navetteBanners?: Set<Banner> };

export function announceBanner(banner: Banner): void {
  const world = globalThis as BannerWorld;
  (world.navetteBanners ??= new Set()).add(banner);
}

export function announcedBanners(): ReadonlySet<Banner> {
  return (globalThis as BannerWorld).navetteBanners ?? new Set();
}
