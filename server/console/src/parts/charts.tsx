// Charts as SVG, each with its numbers as a table for those who read rather than look.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { strings } from "../strings/index.ts";

const width = 640;
const height = 220;
const edge = { left: 62, right: 12, top: 12, bottom: 28 };

export interface Series {
  name: string;
  /** One value a point of the axis; null leaves a gap. */
  values: (number | null)[];
}

interface ChartProps {
  title: string;
  /** Names of the points along the bottom. */
  labels: string[];
  series: Series[];
  format: (value: number) => string;
  /** Ends of the upright axis; the data's own without them. */
  from?: number;
  to?: number;
}

function Frame(props: ChartProps & { children: ComponentChildren }) {
  const { title, labels, series, format, children } = props;
  const [table, setTable] = useState(false);
  const name = `chart-${title.replace(/\W+/g, "-")}`;
  return (
    <figure class="chart boxed">
      <figcaption id={name}>
        <b>{title}</b>
        <button type="button" class="plain small" aria-pressed={table} onClick={() => setTable(!table)}>
          {strings().as_table}
        </button>
      </figcaption>
      {table ? (
        <div class="scrolls" tabIndex={0} role="region" aria-labelledby={name}>
          <table>
            <thead>
              <tr>
                <th scope="col" />
                {series.map(({ name: one }) => (
                  <th key={one} scope="col" class="number">
                    {one}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, index) => (
                <tr key={index}>
                  <th scope="row">{label}</th>
                  {series.map(({ name: one, values }) => (
                    <td key={one} class="number">
                      {values[index] === null || values[index] === undefined ? "–" : format(values[index]!)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={name}>
          {children}
        </svg>
      )}
      {series.length > 1 && (
        <ul class="legend">
          {series.map(({ name: one }, index) => (
            <li key={one} class={`series-${index + 1}`}>
              {one}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}

function scaleOf({ series, from, to }: ChartProps) {
  const known = series.flatMap(({ values }) => values).filter((value): value is number => value !== null);
  const low = from ?? Math.min(0, ...known);
  const high = Math.max(to ?? 0, ...known, low + 1e-9);
  const y = (value: number) => edge.top + (1 - (value - low) / (high - low)) * (height - edge.top - edge.bottom);
  return { low, high, y };
}

function Axes(props: ChartProps & { x: (index: number) => number }) {
  const { labels, format, x } = props;
  const { low, high, y } = scaleOf(props);
  const ticks = [low, (low + high) / 2, high];
  const every = Math.max(1, Math.ceil(labels.length / 6));
  return (
    <g class="axes" aria-hidden="true">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={edge.left} x2={width - edge.right} y1={y(tick)} y2={y(tick)} />
          <text x={edge.left - 5} y={y(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      {labels.map((label, index) =>
        index % every === 0 ? (
          <text key={index} x={x(index)} y={height - 8} text-anchor={x(index) > width - edge.right - 16 ? "end" : "middle"}>
            {label}
          </text>
        ) : null,
      )}
    </g>
  );
}

const innerWidth = width - edge.left - edge.right;

export function LineChart(props: ChartProps) {
  const { labels, series, format } = props;
  const x = (index: number) => edge.left + (labels.length < 2 ? innerWidth / 2 : (index * innerWidth) / (labels.length - 1));
  const { y } = scaleOf(props);
  const pathOf = (values: (number | null)[]) => {
    let gap = true;
    return values
      .map((value, index) => {
        const move = gap;
        gap = value === null;
        return value === null ? "" : `${move ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      })
      .join("");
  };
  return (
    <Frame {...props}>
      <Axes {...props} x={x} />
      {series.map(({ name, values }, at) => (
        <g key={name} class={`series-${at + 1}`}>
          <path d={pathOf(values)} fill="none" />
          {values.map((value, index) =>
            value === null ? null : (
              <circle key={index} cx={x(index)} cy={y(value)} r="3">
                <title>{`${name}, ${labels[index]}: ${format(value)}`}</title>
              </circle>
            ),
          )}
        </g>
      ))}
    </Frame>
  );
}

/** Stacked bars. */
export function BarChart(props: ChartProps) {
  const { labels, series, format } = props;
  const slot = innerWidth / Math.max(1, labels.length);
  const x = (index: number) => edge.left + (index + 0.5) * slot;
  const sums = labels.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const scaled = { ...props, from: 0, to: Math.max(props.to ?? 0, ...sums) };
  const { y } = scaleOf(scaled);
  return (
    <Frame {...props}>
      <Axes {...scaled} x={x} />
      {labels.map((label, index) => {
        let below = 0;
        return series.map(({ name, values }, at) => {
          const value = values[index] ?? 0;
          below += value;
          if (value === 0) return null;
          return (
            <rect
              key={name}
              class={`series-${at + 1}`}
              x={x(index) - slot * 0.4}
              width={slot * 0.8}
              y={y(below)}
              height={Math.max(0.5, y(below - value) - y(below))}
            >
              <title>{`${label}, ${name}: ${format(value)}`}</title>
            </rect>
          );
        });
      })}
    </Frame>
  );
}

/** What was foretold against what came; on the dotted line both are the same. */
export function ReliabilityChart({ title, points, axis, format }: {
  title: string;
  points: { foretold: number; came: number; many: number }[];
  axis: [string, string];
  format: (value: number) => string;
}) {
  const x = (value: number) => edge.left + value * innerWidth;
  const props: ChartProps = {
    title,
    labels: points.map(({ foretold }) => format(foretold)),
    series: [{ name: axis[1], values: points.map(({ came }) => came) }],
    format,
    from: 0,
    to: 1,
  };
  const { y } = scaleOf(props);
  const most = Math.max(1, ...points.map(({ many }) => many));
  return (
    <Frame {...props}>
      <g class="axes" aria-hidden="true">
        {[0, 0.5, 1].map((tick) => (
          <g key={tick}>
            <line x1={edge.left} x2={width - edge.right} y1={y(tick)} y2={y(tick)} />
            <text x={edge.left - 5} y={y(tick) + 4} text-anchor="end">
              {format(tick)}
            </text>
            <text x={x(tick)} y={height - 8} text-anchor={tick === 1 ? "end" : "middle"}>
              {format(tick)}
            </text>
          </g>
        ))}
        <line class="ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
      </g>
      {points.map(({ foretold, came, many }, index) => (
        <circle key={index} class="series-1" cx={x(foretold)} cy={y(came)} r={4 + 8 * Math.sqrt(many / most)}>
          <title>{`${axis[0]} ${format(foretold)}, ${axis[1]} ${format(came)} (${many})`}</title>
        </circle>
      ))}
    </Frame>
  );
}
