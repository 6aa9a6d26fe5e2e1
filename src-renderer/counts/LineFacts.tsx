import { useTranslation } from 'react-i18next';
import type { CountLineRow, CountSheetDetail, CountTimeline } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInstant, formatQty } from '../ui/format.ts';
import { KeptPhoto } from '../ui/KeptPhoto.tsx';
import { Panel, Section } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Tag } from '../ui/Tag.tsx';

interface LineFactsProps {
  detail: CountSheetDetail;
  line: CountLineRow | null;
  isEntry: boolean;
}

/** The line the keyboard stands on, how far the sheet is, and what moved around the count. */
export function LineFacts({ detail, line, isEntry }: LineFactsProps) {
  const { t } = useTranslation();
  return (
    <Panel testId="count-facts">
      <div className="scroll" tabIndex={0}>
        <Section title={t('counts.thisLine')}>
          {line === null ? <p className="dim">{t('counts.noLine')}</p> : <LineName line={line} />}
          {line === null ? null : <Photos detail={detail} line={line} />}
        </Section>
        {isEntry ? <Progress detail={detail} /> : null}
        {detail.isBlindForMe ? (
          <Section title={t('counts.blind')}>
            <p className="dim" data-testid="blind-note">
              {t('counts.blindNote')}
            </p>
          </Section>
        ) : line === null ? null : (
          <Timeline line={line} />
        )}
        <History detail={detail} />
      </div>
    </Panel>
  );
}

function LineName({ line }: { line: CountLineRow }) {
  const { t } = useTranslation();
  const place = [
    t('counts.inBin', { bin: line.binCode ?? '–' }),
    ...(line.packs === '' ? [] : [line.packs]),
    ...(line.isSafety ? [t('counts.safety')] : []),
  ];
  return (
    <>
      <div className="words">{line.partName}</div>
      <div className="mono dim">{[line.partNo, line.drawingNo].filter((code) => code !== null).join(' · ')}</div>
      <div className="dim">{place.join(' · ')}</div>
      {line.triggers.length === 0 ? null : (
        <div className="dim" data-testid="line-triggers">
          {t('counts.triggers')} · {line.triggers.map((trigger) => t(`countTrigger.${trigger}`)).join(' · ')}
        </div>
      )}
      {line.reasonCode === null ? null : (
        <div data-testid="line-reason">
          {t('counts.reason')} ·{' '}
          {[t(`countReason.${line.reasonCode}`), line.reasonText ?? ''].filter((text) => text !== '').join(' · ')}
        </div>
      )}
      {line.clockOffMin === null ? null : (
        <Tag tone="warn" testId="count-clock-off">
          {t(line.clockOffMin > 0 ? 'counts.clockAhead' : 'counts.clockBehind', { count: Math.abs(line.clockOffMin) })}
        </Tag>
      )}
    </>
  );
}

function Photos({ detail, line }: { detail: CountSheetDetail; line: CountLineRow }) {
  const { t } = useTranslation();
  const photos = detail.photos.filter(({ lineId }) => lineId === line.id);
  const isNeeded = detail.reasons.some(({ code, requiresPhoto }) => code === line.reasonCode && requiresPhoto === 1);
  if (photos.length === 0) {
    return isNeeded ? (
      <Tag tone="bad" testId="count-photo-needed">
        {t('counts.photoNeeded')}
      </Tag>
    ) : null;
  }
  return (
    <div className="photos" data-testid="count-photos">
      {photos.map(({ id, fileName, fileSha256 }) => (
        <KeptPhoto key={id} fileSha256={fileSha256} alt={fileName} />
      ))}
    </div>
  );
}

function Progress({ detail }: { detail: CountSheetDetail }) {
  const { t } = useTranslation();
  const lines = detail.lines.filter(({ isInRound }) => isInRound);
  const left = detail.sheet.leftCount;
  const waiting = lines.filter(({ isWaiting }) => isWaiting).length;
  const figures = [
    ['doneCount', lines.length - left],
    ['left', left],
    ['waitingCount', waiting],
  ] as const;
  return (
    <Section title={t('counts.progress')}>
      <div className="count-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <b>{value}</b>
            <small>{t(`counts.${name}`)}</small>
          </div>
        ))}
      </div>
    </Section>
  );
}

function Timeline({ line }: { line: CountLineRow }) {
  const { t } = useTranslation();
  const timeline = useCall(['counts', 'timeline', line.id], () => api.counts.timeline({ lineId: line.id }));
  if (timeline.error !== null) return <ErrorState error={timeline.error} />;
  if (timeline.data === undefined) return <LoadingState lines={4} />;
  const { bookMilli, snapAtMs, balanceMilli, events } = timeline.data;
  return (
    <Section
      title={t('counts.timeline')}
      aside={
        line.varianceMilli === null ? undefined : t('counts.trueVariance', { qty: signed(line.reportedMilli ?? 0) })
      }
      testId="count-timeline"
    >
      <ol className="timeline">
        {snapAtMs === null ? null : (
          <li>
            <time>{formatInstant(snapAtMs).slice(5)}</time>
            <span>{t('counts.book')}</span>
            <b>{quantity(bookMilli)}</b>
          </li>
        )}
        {events.map((event) => (
          <TimelineEvent key={`${event.kind} ${event.id}`} event={event} expectedMilli={line.expectedMilli} />
        ))}
      </ol>
      <p className="dim">
        {t('counts.balanceNow')} <b>{quantity(balanceMilli)}</b>
      </p>
    </Section>
  );
}

function TimelineEvent({
  event,
  expectedMilli,
}: {
  event: CountTimeline['events'][number];
  expectedMilli: number | null;
}) {
  const { t } = useTranslation();
  const { kind, type, docNo, qtyMilli, effectiveAtMs, postedAtMs, isLate, bookedMonth } = event;
  const isCount = kind === 'COUNT';
  const text = isCount
    ? t('counts.countedOf', { expected: quantity(expectedMilli) })
    : [t(`movement.${type}`), docNo ?? ''].join(' ').trim();
  return (
    <li className={isCount ? 'counted' : ''}>
      <time>{formatInstant(effectiveAtMs).slice(5)}</time>
      <span>
        {text}
        {isLate ? (
          <small className="late">{t('counts.bookedLate', { at: formatInstant(postedAtMs).slice(5) })}</small>
        ) : null}
        {bookedMonth === null ? null : <small className="late">{t('counts.bookedIn', { month: bookedMonth })}</small>}
      </span>
      <b className={!isCount && (qtyMilli ?? 0) < 0 ? 'cut' : ''}>
        {isCount ? quantity(qtyMilli) : signed(qtyMilli ?? 0)}
      </b>
    </li>
  );
}

function History({ detail }: { detail: CountSheetDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('settlement.history')}>
      {detail.history.map((entry) => (
        <div className="entry" key={`${entry.action} ${String(entry.atMs)}`} data-testid="count-event">
          {t(`countEvent.${entry.action}`, { round: entry.round })}
          {entry.note === null ? null : <> · {entry.note}</>}
          <small>
            {entry.byName} · {formatInstant(entry.atMs)}
          </small>
        </div>
      ))}
      {detail.adjustmentNo === null ? null : (
        <div className="entry">
          {t('counts.adjustment', { no: detail.adjustmentNo })}
          {detail.erpDocNo === null ? null : <> · {t('counts.erpDoc', { no: detail.erpDocNo })}</>}
        </div>
      )}
    </Section>
  );
}

const quantity = (milli: number | null): string => (milli === null ? '–' : formatQty(milli));
const signed = (milli: number): string => `${milli > 0 ? '+' : ''}${formatQty(milli)}`;
