import { useTranslation } from 'react-i18next';
import type { PeerEvidence, PeerFigure } from '../../src-shared/contract/claim-evidence.contract.ts';
import { formatFen, formatHours, formatPercent } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';

const WIDTH = 120;
const HEIGHT = 22;
/** Farther up than nineteen in twenty of the others: worth a look. */
const HIGH_BP = 9500;

const TEXT: Readonly<Record<PeerFigure['measure'], (value: number) => string>> = {
  hours: (value) => `${formatHours(value)} h`,
  parts: formatFen,
  yuan: formatFen,
};

/** The same operation here against the region: this claim, the station's and the region's middle, and how they are spread. */
export function PeerSection({ peers }: { peers: PeerEvidence | null }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('peer.title')}
      aside={peers === null ? undefined : t('peer.basis', { count: peers.regionCount, own: peers.stationCount })}
      testId="peers"
    >
      {peers === null ? <span className="dim">{t('peer.none')}</span> : null}
      {peers === null ? null : (
        <table className="mini peer">
          <caption data-data>{peers.operation}</caption>
          <thead>
            <tr>
              <td />
              <th className="num">{t('peer.mine')}</th>
              <th className="num">{t('peer.station')}</th>
              <th className="num">{t('peer.region')}</th>
              <th>{t('peer.spread')}</th>
            </tr>
          </thead>
          <tbody>
            {peers.figures.map((figure) => (
              <tr key={figure.measure} data-testid={`peer-${figure.measure}`}>
                <td>{t(`peer.measure.${figure.measure}`)}</td>
                <td className={figure.belowBp >= HIGH_BP ? 'num cut' : 'num'}>{TEXT[figure.measure](figure.mine)}</td>
                <td className="num">
                  {figure.stationMedian === null ? '–' : TEXT[figure.measure](figure.stationMedian)}
                </td>
                <td className="num">{TEXT[figure.measure](figure.regionMedian)}</td>
                <td>
                  <Spread figure={figure} label={t('peer.below', { share: formatPercent(figure.belowBp) })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

/** Twelve bars, a line at the region's middle, a mark at this claim. */
function Spread({ figure, label }: { figure: PeerFigure; label: string }) {
  const { steps, lowest, highest } = figure;
  const most = Math.max(1, ...steps);
  const bar = WIDTH / steps.length;
  const placeOf = (value: number): number => ((value - lowest) * (WIDTH - 2)) / Math.max(1, highest - lowest) + 1;
  return (
    <svg className="spread" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={label}>
      <title>{label}</title>
      {steps.map((count, index) => {
        const height = count === 0 ? 0 : Math.max(2, (count * (HEIGHT - 4)) / most);
        return <rect key={index} x={index * bar + 0.5} y={HEIGHT - height} width={bar - 1} height={height} />;
      })}
      <line className="middle" x1={placeOf(figure.regionMedian)} x2={placeOf(figure.regionMedian)} y1={2} y2={HEIGHT} />
      <path className="mine" d={`M${String(placeOf(figure.mine))} 7 l-4 -7 h8 z`} />
    </svg>
  );
}
