/** The tree at the left: years, categories, folders, with what each holds; one of them is open. On a phone, one field that names them all. */
import type { ArchiveNode, ArchivePart, ArchiveView } from '@navette/device/model';
import { partKey } from '@navette/rooms/archive-tree';
import { archiveTexts } from '@navette/texts/archive-texts';
import { useState } from 'preact/hooks';
import { Icon } from '../components/Icon.tsx';
import { useSurroundings } from '../surroundings.tsx';
import { partName } from './parts.ts';

type Props = {
  readonly view: ArchiveView;
  readonly at: ArchivePart;
  readonly onChoose: (part: ArchivePart) => void;
  readonly staff: boolean;
  readonly inBin: boolean;
  readonly onBin: () => void;
  readonly pinned: (part: ArchivePart) => boolean;
};

export function ArchiveTree({ view, at, onChoose, staff, inBin, onBin, pinned }: Props) {
  const { f, language } = useSurroundings();
  const t = archiveTexts(language);
  // The last year stands open; what a person unfolds stays so while they are here.
  const first = view.tree[0];
  const [open, setOpen] = useState<ReadonlySet<string> | null>(null);
  const unfolded = open ?? new Set(first === undefined ? [] : [first.key, ...first.children.map(({ key }) => key)]);
  const fold = (key: string) => {
    const next = new Set(unfolded);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  const current = inBin ? '' : partKey(at);
  return (
    <nav class="treecol" aria-label={t.folders}>
      <header class="row">
        <h2 class="grow">{t.folders}</h2>
        <button type="button" class="btn icon sm quiet" aria-label={t.fold} title={t.fold} onClick={() => setOpen(new Set())}>
          <Icon name="minus" size="s" />
        </button>
      </header>
      <ul class="tree">
        <li>
          <Line word={t.all} count={f.count(view.files.length)} current={current === 'all'} onChoose={() => onChoose({})} />
        </li>
        {view.tree.map((node) => (
          <Node
            key={node.key}
            node={node}
            depth={0}
            current={current}
            unfolded={unfolded}
            onFold={fold}
            onChoose={onChoose}
            pinned={pinned}
          />
        ))}
        {staff ? (
          <li class="binline">
            <Line word={t.bin.title} icon="trash" count={f.count(view.binned.length)} current={inBin} onChoose={onBin} />
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

type NodeProps = {
  readonly node: ArchiveNode;
  readonly depth: number;
  readonly current: string;
  readonly unfolded: ReadonlySet<string>;
  readonly onFold: (key: string) => void;
  readonly onChoose: (part: ArchivePart) => void;
  readonly pinned: (part: ArchivePart) => boolean;
};

function Node({ node, depth, current, unfolded, onFold, onChoose, pinned }: NodeProps) {
  const { f, language } = useSurroundings();
  const t = archiveTexts(language);
  const name = partName(t, node.part);
  const isOpen = unfolded.has(node.key);
  return (
    <li>
      <div class="row treeline" style={{ paddingLeft: `${depth * 12}px` }}>
        {node.children.length === 0 ? (
          <span class="notoggle" />
        ) : (
          <button
            type="button"
            class="toggle"
            aria-expanded={isOpen}
            aria-label={isOpen ? t.close(name) : t.open(name)}
            onClick={() => onFold(node.key)}
          >
            <Icon name={isOpen ? 'down' : 'right'} size="s" />
          </button>
        )}
        <Line
          word={name}
          count={f.count(node.count)}
          strong={depth === 0}
          current={current === node.key}
          pinned={pinned(node.part)}
          onChoose={() => onChoose(node.part)}
        />
      </div>
      {isOpen && node.children.length > 0 ? (
        <ul>
          {node.children.map((child) => (
            <Node
              key={child.key}
              node={child}
              depth={depth + 1}
              current={current}
              unfolded={unfolded}
              onFold={onFold}
              onChoose={onChoose}
              pinned={pinned}
            />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function Line({
  word,
  count,
  icon = 'folder',
  strong = false,
  current,
  pinned = false,
  onChoose,
}: {
  word: string;
  count: string;
  icon?: 'folder' | 'trash';
  strong?: boolean;
  current: boolean;
  pinned?: boolean;
  onChoose: () => void;
}) {
  const { language } = useSurroundings();
  const t = archiveTexts(language);
  return (
    <button
      type="button"
      class={`treename${strong ? ' strong' : ''}`}
      {...(current ? { 'aria-current': 'true' as const } : {})}
      onClick={onChoose}
    >
      <Icon name={icon} size="s" />
      <span class="cut grow">{word}</span>
      {pinned ? (
        <>
          <Icon name="pin" size="s" />
          <span class="vh">{t.pinned}</span>
        </>
      ) : null}
      <small class="n">{count}</small>
    </button>
  );
}

/** The same choice in one field, where there is no room for a tree. */
export function PartField({ view, at, onChoose, staff, inBin, onBin }: Omit<Props, 'pinned'>) {
  const { f, language } = useSurroundings();
  const t = archiveTexts(language);
  const flat = (nodes: readonly ArchiveNode[], depth: number): { node: ArchiveNode; depth: number }[] =>
    nodes.flatMap((node) => [{ node, depth }, ...flat(node.children, depth + 1)]);
  const all = flat(view.tree, 0);
  return (
    <select
      class="input partfield"
      aria-label={t.folders}
      value={inBin ? 'bin' : partKey(at)}
      onChange={(event) => {
        const key = event.currentTarget.value;
        if (key === 'bin') return onBin();
        onChoose(all.find(({ node }) => node.key === key)?.node.part ?? {});
      }}
    >
      <option value="all">{t.all}</option>
      {all.map(({ node, depth }) => (
        <option key={node.key} value={node.key}>
          {`${'\u2003'.repeat(depth)}${partName(t, node.part)} (${f.count(node.count)})`}
        </option>
      ))}
      {staff ? <option value="bin">{t.bin.title}</option> : null}
    </select>
  );
}
