import { useTranslation } from 'react-i18next';
import { Section } from '../ui/Panel.tsx';
import type { RunDetail } from './RunPage.tsx';

const WIDTH = 320;
const HEIGHT = 72;
const EDGE = 10;

/** How many keys stayed unexplained in the last runs of the same warehouses; nothing before there are two. */
export function Trend({ points }: { points: RunDetail['trend'] }) {
  const { t } = useTranslation();
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < 2 || first === undefined || last === undefined) return null;
  const most = Math.max(1, ...points.map(({ unexplainedCount }) => unexplainedCount));
  const places = points.map(({ unexplainedCount }, index) => ({
    x: EDGE + (index * (WIDTH - 2 * EDGE)) / (points.length - 1),
    y: HEIGHT - EDGE - (unexplainedCount * (HEIGHT - 3 * EDGE)) / most,
  }));
  const words = points
    .map(({ cutoffDate, unexplainedCount }) => `${cutoffDate}: ${String(unexplainedCount)}`)
    .join(', ');
  return (
    <Section title={t('recon.trend', { number: points.length })}>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} className="recon-trend" role="img" aria-label={words}>
        <path d={`M${places.map(({ x, y }) => `${String(x)} ${String(y)}`).join('L')}`} className="line" />
        <path d={`M${String(EDGE)} ${String(HEIGHT - 2)}H${String(WIDTH - EDGE)}`} className="ground" />
        <text x={EDGE} y={(places[0]?.y ?? EDGE) - 5}>
          {first.unexplainedCount}
        </text>
        <text x={WIDTH - EDGE} y={(places.at(-1)?.y ?? EDGE) - 5} textAnchor="end">
          {last.unexplainedCount}
        </text>
      </svg>
    </Section>
  );
}
