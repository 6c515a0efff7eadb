// The scores of everything that waits as bars, as the server counts them; dragging over them takes a range.

import { useEffect, useRef, useState } from "preact/hooks";
import { withQuery } from "../api/client.ts";
import { useFetched } from "../parts/fetched.tsx";
import { points } from "../parts/format.ts";
import { strings } from "../strings/index.ts";

const width = 320;
const height = 48;
const bars = 16;
/** Log-odds points: everything below and above is in the outermost bars. */
const lowest = -2;
const highest = 14;
const step = (highest - lowest) / bars;

const barOf = (score: number) => Math.max(0, Math.min(bars - 1, Math.floor((score - lowest) / step)));

/** The counts are asked for again a moment after the queue has changed. */
const pause = 1_500;

interface QueueScores {
  items: { from: number; waiting: number }[];
}

/** How many wait in each bar; `total` changes with the queue. */
function useCounts(site: string | undefined, total: number): number[] {
  const fetched = useFetched<QueueScores>(withQuery("/v1/insight/scores", { site }));
  useEffect(() => {
    const timer = setTimeout(fetched.again, pause);
    return () => clearTimeout(timer);
  }, [total]);
  const many = new Array<number>(bars).fill(0);
  for (const { from, waiting } of fetched.data?.items ?? []) many[barOf(from)]! += waiting;
  return many;
}

interface HistogramProps {
  site: string | undefined;
  total: number;
  /** Both ends are part of the range. */
  taken: (from: number, to: number) => void;
}

export function Histogram({ site, total, taken }: HistogramProps) {
  const words = strings();
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<[number, number] | undefined>();
  const many = useCounts(site, total);
  const most = Math.max(1, ...many);

  const barAt = (event: PointerEvent) => {
    const box = svg.current!.getBoundingClientRect();
    return Math.max(0, Math.min(bars - 1, Math.floor(((event.clientX - box.left) / box.width) * bars)));
  };
  const start = (event: PointerEvent) => {
    svg.current!.setPointerCapture(event.pointerId);
    setDrag([barAt(event), barAt(event)]);
  };
  const move = (event: PointerEvent) => drag && setDrag([drag[0], barAt(event)]);
  const end = () => {
    if (!drag) return;
    const [a, b] = [Math.min(...drag), Math.max(...drag)];
    setDrag(undefined);
    taken(a === 0 ? -100 : lowest + a * step, b === bars - 1 ? 100 : lowest + (b + 1) * step);
  };

  const inDrag = (bar: number) => drag !== undefined && bar >= Math.min(...drag) && bar <= Math.max(...drag);
  return (
    <figure class="histogram" title={words.histogram_hint}>
      <svg
        ref={svg}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${words.histogram}. ${words.histogram_hint}`}
        onPointerDown={start}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setDrag(undefined)}
      >
        {many.map((number, bar) => {
          const from = lowest + bar * step;
          const tall = number === 0 ? 1 : 3 + (number / most) * (height - 3);
          return (
            <rect
              key={bar}
              class={inDrag(bar) ? "bar taken" : "bar"}
              x={(bar * width) / bars + 1}
              y={height - tall}
              width={width / bars - 2}
              height={tall}
            >
              <title>{words.histogram_bar(points(from), points(from + step), number)}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption class="small muted">
        <span>{points(lowest)}</span>
        <span>{words.histogram}</span>
        <span>{points(highest)}</span>
      </figcaption>
    </figure>
  );
}
