/** Files being read into books, one after another: the memory of one is given back before the next is opened. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReadBook, ReadingBook, ReadRefusal } from '@navette/device/model';
import { useSurroundings } from '../surroundings.tsx';

export type Reading = {
  readonly id: number;
  readonly file: File;
  readonly state:
    | { readonly at: 'waiting' }
    | { readonly at: 'reading'; readonly done: number }
    | { readonly at: 'read'; readonly book: ReadBook }
    | { readonly at: 'refused'; readonly refusal: ReadRefusal };
};

export type Readings = {
  readonly all: readonly Reading[];
  add(files: readonly File[]): void;
  /** Stops one that is being read, or takes away what is here. */
  drop(id: number): void;
};

export function useReadings(): Readings {
  const { doors } = useSurroundings();
  const [all, setAll] = useState<readonly Reading[]>([]);
  const [turn, setTurn] = useState(0);
  const running = useRef<{ readonly id: number; readonly reading: ReadingBook } | null>(null);
  const number = useRef(0);
  const change = (id: number, state: Reading['state']) =>
    setAll((before) => before.map((one) => (one.id === id ? { ...one, state } : one)));

  useEffect(() => {
    if (running.current !== null) return;
    const next = all.find(({ state }) => state.at === 'waiting');
    if (next === undefined) return;
    const { id, file } = next;
    change(id, { at: 'reading', done: 0 });
    const reading = doors.library.books.read(file, (done) => change(id, { at: 'reading', done }));
    running.current = { id, reading };
    void reading.result.then((read) => {
      running.current = null;
      change(id, read.ok ? { at: 'read', book: read.value } : { at: 'refused', refusal: read.refusal });
      setTurn((n) => n + 1);
    });
  }, [all.length, turn]);
  useEffect(() => () => running.current?.reading.cancel(), []);

  return {
    all,
    add: (files) =>
      setAll((before) => [...before, ...files.map((file): Reading => ({ id: ++number.current, file, state: { at: 'waiting' } }))]),
    drop(id) {
      if (running.current?.id === id) running.current.reading.cancel();
      else setAll((before) => before.filter((one) => one.id !== id));
    },
  };
}
