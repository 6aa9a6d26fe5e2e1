import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ClaimEvidence, MapPoint } from '../../src-shared/contract/claim-evidence.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatInstant, formatScaled } from '../ui/format.ts';
import { linesOf, spotsOf } from './map-spots.ts';

type ClaimMap = ClaimEvidence['map'];

const WIDTH = 680;
const HEIGHT = 340;
const MARGIN = 60;

/** The points of the claim on plain paper, to scale, with distances and the speed it would have taken; no tiles, no network. */
export function MapDialog({ map, onClose }: { map: ClaimMap; onClose: () => void }) {
  const { t } = useTranslation();
  const spots = spotsOf(map.points.map(placesOf(map.points)));
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
          {linesOf(spots, map.legs).map(({ from, to, legs }) => (
            <g
              key={`${String(from.points[0])}-${String(to.points[0])}`}
              className={legs.some((leg) => isTooFast(leg, map.limitKmh)) ? 'leg bad' : 'leg'}
            >
              <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
              <text x={(from.x + to.x) / 2} y={(from.y + to.y) / 2 - 6}>
                {kmBetween(legs)}
              </text>
            </g>
          ))}
          {spots.map(({ x, y, points }) => {
            const roles = points.flatMap((point) => map.points[point]?.role ?? []);
            return (
              <g key={points[0]} className={`point ${roles[0] ?? ''}`}>
                <circle cx={x} cy={y} r={6} />
                <text x={x} y={y + 20}>
                  {[...new Set(roles)].map((role) => t(`map.role.${role}`)).join(' · ')}
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

/** The distance, or the shortest and the longest of several. */
function kmBetween(legs: ClaimMap['legs']): string {
  const distances = legs.map(({ distanceM }) => distanceM);
  const [least, most] = [kmText(Math.min(...distances)), kmText(Math.max(...distances))];
  return least === most ? least : `${least} – ${most}`;
}

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
