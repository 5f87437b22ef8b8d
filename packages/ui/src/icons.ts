/**
 * The icon set as data: one drawing a meaning, on a grid of 20, stroke 1.5, in the colour of the text.
 *
 * A new icon is drawn on the same grid, or an existing one is used; never two drawings for one meaning.
 */
export type Drawing = {
  readonly path: string;
  readonly circles?: readonly (readonly [number, number, number])[];
  readonly stroke?: string;
};

const drawings = {
  home: { path: 'M3 9.5 10 3.5l7 6V16a1 1 0 0 1-1 1h-3.5v-5h-5v5H4a1 1 0 0 1-1-1z' },
  deposit: { path: 'M5 3h6l4 4v10H5zM11 3v4h4M10 9.8v5M7.5 12.3h5' },
  documents: { path: 'M7.5 3h5L16 6.5V14H7.5zM12.5 3v3.5H16M4 6.5V17h9' },
  chart: { path: 'M3 17h14M5.5 17v-6M10 17V4.5M14.5 17V8.5' },
  ledger: { path: 'M4 3.5h12v13H4zM7.5 3.5v13M9.8 7h4M9.8 10h4M9.8 13h4' },
  archive: { path: 'M3 4h14v4H3zM4.5 8v9h11V8M8 11.5h4' },
  request: { path: 'M7.5 4H4.5v13h11V4h-3M7.5 2.7h5v2.8h-5zM7.5 11l1.8 1.8 3.4-4' },
  help: { path: 'M8 8a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M10 13.8v.1', circles: [[10, 10, 7]] },
  access: { path: 'M9.2 10.8 16.5 3.5M13.2 6.8l2.6 2.6', circles: [[6.8, 13.2, 3.3]] },
  user: { path: 'M3.8 17c.6-3.4 3-5 6.2-5s5.6 1.6 6.2 5', circles: [[10, 6.8, 3.2]] },
  users: {
    path: 'M2.3 16.2c.5-3 2.5-4.4 5.2-4.4s4.7 1.4 5.2 4.4M12.8 4.4a2.8 2.8 0 0 1 0 5.2M14.5 12.2c1.8.5 2.9 1.9 3.2 4',
    circles: [[7.5, 7, 2.8]],
  },
  briefcase: { path: 'M3 7h14v9H3zM7.5 7V4.5h5V7M3 11h14' },
  swap: { path: 'M4 7h11.5M12.5 4l3 3-3 3M16 13H4.5M7.5 10l-3 3 3 3' },
  grid: { path: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z' },
  receipt: { path: 'M5 3h10v14l-1.7-1.2L11.6 17 10 15.8 8.4 17l-1.7-1.2L5 17zM7.5 7h5M7.5 10.5h5' },
  sliders: {
    path: 'M3 6h7.5M15 6h2M3 14h2M9.5 14H17',
    circles: [
      [12.7, 6, 2.2],
      [7.3, 14, 2.2],
    ],
  },
  search: { path: 'm13 13 4 4', circles: [[9, 9, 5.2]] },
  filter: { path: 'M3 5.5h14M5.5 10h9M8 14.5h4' },
  down: { path: 'm5.5 8 4.5 4.5L14.5 8' },
  right: { path: 'm8 5.5 4.5 4.5L8 14.5' },
  left: { path: 'M12 5.5 7.5 10l4.5 4.5' },
  up: { path: 'M5.5 12 10 7.5l4.5 4.5' },
  rising: { path: 'M4.5 14.5 14 5M7.5 5H14v6.5' },
  falling: { path: 'M4.5 5.5 14 15M7.5 15H14V8.5' },
  switch: { path: 'm6.5 7.5 3.5-3.5 3.5 3.5M6.5 12.5l3.5 3.5 3.5-3.5' },
  close: { path: 'm5 5 10 10M15 5 5 15' },
  plus: { path: 'M10 4v12M4 10h12' },
  minus: { path: 'M4 10h12' },
  camera: { path: 'M3 6.5h3.2l1.5-2h4.6l1.5 2H17V16H3z', circles: [[10, 11, 2.9]] },
  clip: { path: 'M13.5 6.5 7.7 12.3a1.5 1.5 0 0 0 2.1 2.1L16 8.2A3 3 0 0 0 11.8 4L5 10.8a4.5 4.5 0 0 0 6.4 6.4l5-5' },
  download: { path: 'M10 3v9.5M6.5 9l3.5 3.5L13.5 9M4 16.5h12' },
  print: { path: 'M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z' },
  external: { path: 'M11.5 3.5h5v5M16.5 3.5 9.5 10.5M14 11.5v5H3.5V6H8.5' },
  eye: { path: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5z', circles: [[10, 10, 2.3]] },
  edit: { path: 'm4 16 .8-3.3 8.3-8.3 2.5 2.5-8.3 8.3z' },
  trash: { path: 'M4 6h12M8 6V3.8h4V6M5.5 6l.7 11h7.6l.7-11' },
  undo: { path: 'M7 5 3.5 8.5 7 12M3.5 8.5H12a4 4 0 0 1 0 8H9' },
  clock: { path: 'M10 6v4.2l2.8 1.8', circles: [[10, 10, 7]] },
  check: { path: 'm4.5 10.5 3.5 3.5 7.5-8' },
  alert: { path: 'M10 3.5 17.5 16.5h-15zM10 8.5v3.8M10 14.4v.1' },
  info: { path: 'M10 9.2v4.6M10 6.4v.1', circles: [[10, 10, 7]] },
  offline: { path: 'M8.1 5.3a4.7 4.7 0 0 1 6.5 3.8A3 3 0 0 1 16.2 14M13 15H6a3.5 3.5 0 0 1-.6-6.9M3.5 3.5l13 13' },
  cloud: { path: 'M6 15h8a3 3 0 0 0 .6-5.9A4.7 4.7 0 0 0 5.4 8.1 3.5 3.5 0 0 0 6 15zM7.8 10.8l1.7 1.7 2.9-3.3' },
  sync: { path: 'M16 8.2A6.3 6.3 0 0 0 4.6 6.8M4.2 3.5v3.4h3.4M4 11.8a6.3 6.3 0 0 0 11.4 1.4M15.8 16.5v-3.4h-3.4' },
  lock: { path: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9' },
  mail: { path: 'M3 5h14v10.5H3zM3.5 5.5 10 11l6.5-5.5' },
  folder: { path: 'M3 5h5l1.6 2H17v9H3z' },
  calendar: { path: 'M4 5h12v12H4zM4 8.7h12M7.5 3v3.5M12.5 3v3.5' },
  comment: { path: 'M3.5 4h13v9.5H9L5.5 16.8v-3.3h-2z' },
  keyboard: { path: 'M2.5 5.5h15v9h-15zM5.5 8.5h.1M8.5 8.5h.1M11.5 8.5h.1M14.5 8.5h.1M7 11.7h6' },
  dots: { path: 'M5 10h.1M10 10h.1M15 10h.1', stroke: '2.4' },
  pin: { path: 'M7 3h6l-.8 5 2.3 3.2h-9L7.8 8zM10 11.2V17' },
  rotate: { path: 'M4.3 8.7A6.2 6.2 0 1 1 4 12M4 4.7v4h4' },
  scan: { path: 'M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13M3.5 10h13' },
  bank: { path: 'M3 8 10 3.5 17 8zM5 8v6M8.3 8v6M11.7 8v6M15 8v6M3 16.5h14M3.5 14h13' },
  list: { path: 'M7 5h10M7 10h10M7 15h10M3.5 5h.1M3.5 10h.1M3.5 15h.1' },
  local: { path: 'M4 4.5h12v8.5H4zM2.5 16h15' },
  sent: { path: 'M17 3 3 9l5.5 2.5L11 17zM17 3l-8.5 8.5' },
  received: { path: 'M3 11.5v5h14v-5M3 11.5h4l1 2h4l1-2h4M3 11.5l2-8h10l2 8' },
  taken: { path: 'M8.5 8.8V5.5a1.9 1.9 0 1 1 3 0v3.3l4 2.2v2.7h-11V11zM5 16.7h10' },
  accepted: { path: 'm6.8 10.3 2.3 2.3 4.2-4.8', circles: [[10, 10, 7]] },
  refused: { path: 'm7.5 7.5 5 5M12.5 7.5l-5 5', circles: [[10, 10, 7]] },
} satisfies Record<string, Drawing>;

export type IconName = keyof typeof drawings;
export const ICONS: Readonly<Record<IconName, Drawing>> = drawings;
