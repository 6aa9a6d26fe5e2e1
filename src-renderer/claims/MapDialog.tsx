import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ClaimEvidence, MapPoint } from '../../src-shared/contract/claim-evidence.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInstant, formatScaled } from '../ui/format.ts';

type ClaimMap = ClaimEvidence['map'];

const WIDTH = 680;
const HEIGHT = 340;
const MARGIN = 60;

/** The points of the claim on plain paper, to scale, with distances and the speed it would have taken; no tiles, no network. */
export function MapDialog({ map, onClose }: { map: ClaimMap; onClose: () => void }) {
  const { t } = useTranslation();
  const placeOf = placesOf(map.points);
  return (
    <Dialog
      title={t('map.title')}
      onClose={onClose}
      width={760}
      testId="map-dialog"
      foot={
        <Button onClick={onClose} keyName="Esc" look="primary" autoFocus>
          {t('ui.close')}
        </Button>
      }
    >
      {map.points.length === 0 ? <p className="dim">{t('map.none')}</p> : null}
      {map.points.length === 0 ? null : (
        <svg className="map" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={t('map.title')}>
          {map.legs.map((leg) => {
            const [from, to] = [map.points[leg.from], map.points[leg.to]];
            if (from === undefined || to === undefined) return null;
            const [start, end] = [placeOf(from), placeOf(to)];
            const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
            return (
              <g
                key={`${String(leg.from)}-${String(leg.to)}`}
                className={isTooFast(leg, map.limitKmh) ? 'leg bad' : 'leg'}
              >
                <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} />
                <text x={x} y={y - 6}>
                  {kmText(leg.distanceM)}
                </text>
              </g>
            );
          })}
          {map.points.map((point, index) => {
            const { x, y } = placeOf(point);
            return (
              <g key={index} className={`point ${point.role}`}>
                <circle cx={x} cy={y} r={6} />
                <text x={x} y={y + 20}>
                  {t(`map.role.${point.role}`)}
                </text>
              </g>
            );
          })}
        </svg>
      )}
      <table className="plain-table" data-testid="map-legs">
        <tbody>
          {map.legs.map((leg) => {
            const [from, to] = [map.points[leg.from], map.points[leg.to]];
            return from === undefined || to === undefined ? null : (
              <tr key={`${String(leg.from)}-${String(leg.to)}`}>
                <td>
                  {pointText(t, from)} → {pointText(t, to)}
                </td>
                <td className="num">{kmText(leg.distanceM)}</td>
                <td className={isTooFast(leg, map.limitKmh) ? 'num cut' : 'num'}>{speedText(t, leg)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Dialog>
  );
}

function pointText(t: TFunction, { role, name, atMs }: MapPoint): string {
  const named = role === 'photo' ? t(`attachmentKind.${name}`) : name;
  const text = named === '' ? t(`map.role.${role}`) : `${t(`map.role.${role}`)} ${named}`;
  return atMs === null ? text : `${text} (${formatInstant(atMs).slice(5)})`;
}

/** Red from where rule G01 blocks, by its own parameter. */
function isTooFast({ minutes, kmPerHour, distanceM }: ClaimMap['legs'][number], limitKmh: number): boolean {
  if (minutes === null) return false;
  return kmPerHour === null ? distanceM > 1000 : kmPerHour > limitKmh;
}

function speedText(t: TFunction, { minutes, kmPerHour }: ClaimMap['legs'][number]): string {
  if (minutes === null) return '';
  if (kmPerHour === null) return t('map.noTime');
  return t('map.speed', { hours: formatScaled(Math.round(minutes / 6), 1), speed: kmPerHour });
}

const kmText = (metres: number): string => `${formatScaled(Math.round(metres / 100), 1)} km`;

/** Degrees to places on the paper: the same scale both ways, a degree of longitude shortened by the latitude. */
function placesOf(points: readonly MapPoint[]): (point: MapPoint) => { x: number; y: number } {
  const middle = points.reduce((sum, point) => sum + point.latMicro, 0) / Math.max(1, points.length);
  const shorten = Math.cos((middle / 1_000_000) * (Math.PI / 180));
  const [xs, ys] = [points.map((point) => point.lngMicro * shorten), points.map((point) => -point.latMicro)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const span = Math.max(
    (Math.max(...xs) - left) / (WIDTH - 2 * MARGIN),
    (Math.max(...ys) - top) / (HEIGHT - 2 * MARGIN),
    100, // points on one spot stay one spot
  );
  const restX = (WIDTH - (Math.max(...xs) - left) / span) / 2;
  const restY = (HEIGHT - (Math.max(...ys) - top) / span) / 2;
  return (point) => ({
    x: restX + (point.lngMicro * shorten - left) / span,
    y: restY + (-point.latMicro - top) / span,
  });
}
