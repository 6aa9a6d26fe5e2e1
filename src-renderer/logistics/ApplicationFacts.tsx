import { useTranslation } from 'react-i18next';
import type { ApplicationDetail } from '../../src-shared/contract/logistics.contract.ts';
import { Fact } from '../ui/Fact.tsx';
import { formatInstant, formatInteger, formatQty } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel, Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { APPLICATION_TONES } from './application.columns.tsx';
import { KeptPhoto } from '../ui/KeptPhoto.tsx';
import { Events } from './Events.tsx';

/** Beside the lines: vehicle and fault, who may have asked already, photographs, old parts, and who did what when. */
export function ApplicationFacts({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  const { row, request, suspects, oldParts } = detail;
  const words = new Set([request.faultCode, detail.faultName ?? '', request.faultText]);
  const fault = [...words].filter((text) => text !== '').join(' ');
  const facts = [
    ['logistics.vin', request.vin],
    ['logistics.plate', row.plateNo ?? ''],
    ['logistics.mileage', request.mileageKm === null ? '' : `${formatInteger(request.mileageKm)} km`],
    ['logistics.fault', fault],
    ['logistics.workOrder', request.workOrderNo],
    ['logistics.verdict', row.verdict === null ? '' : t(`applicationVerdict.${row.verdict}`)],
    ['logistics.erpOrder', row.erpOrderNo ?? ''],
    ['logistics.requestedBy', `${row.requestedByName} ${formatInstant(row.requestedAtMs)}`],
    ['logistics.note', request.note],
  ] as const;
  return (
    <Panel testId="application-facts">
      <div className="scroll" tabIndex={0}>
        <Section title={t('logistics.facts')}>
          <dl className="facts">
            {facts.map(([label, text]) => (
              <Fact key={label} label={t(label)} text={text} />
            ))}
          </dl>
        </Section>
        {suspects.length === 0 ? null : <Suspects detail={detail} />}
        <Photos detail={detail} />
        {oldParts.length === 0 ? null : (
          <Section title={t('logistics.oldParts')} testId="application-old-parts">
            {oldParts.map((part) => (
              <div className="entry" key={part.id}>
                <button
                  type="button"
                  className="btn link mono"
                  onClick={() => navigate('paper', `oldPart.${part.id}`)}
                  data-testid="old-part-tag"
                >
                  {part.tagNo}
                </button>{' '}
                {part.partName} × {formatQty(part.qtyMilli)} · {t('oldPart.due', { date: part.dueDate })}{' '}
                <Tag tone={part.status === 'DUE' ? 'warn' : 'info'}>{t(`oldPartStatus.${part.status}`)}</Tag>
              </div>
            ))}
          </Section>
        )}
        <Events
          events={detail.events}
          words={(event) => [t(`applicationAction.${event.action}`), t(`applicationStatus.${event.statusTo}`)]}
          testId="application-events"
        />
      </div>
    </Panel>
  );
}

function Suspects({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('logistics.suspects')} testId="application-suspects">
      {detail.suspects.map((suspect) => (
        <div className="entry" key={suspect.applicationId}>
          <button
            type="button"
            className="btn link mono"
            onClick={() => navigate('logistics', suspect.applicationId)}
            data-testid="suspect"
          >
            {suspect.appNo}
          </button>{' '}
          {suspect.status === null ? null : (
            <Tag tone={APPLICATION_TONES[suspect.status]}>{t(`applicationStatus.${suspect.status}`)}</Tag>
          )}{' '}
          {suspect.stationName ?? ''}
          <div className="dim">
            {suspect.because
              .map((reason) =>
                t(`applicationSuspect.${reason}`, {
                  days: suspect.daysBefore,
                  parts: suspect.partNos.join(t('ui.listMark')),
                }),
              )
              .join(' · ')}
          </div>
        </div>
      ))}
    </Section>
  );
}

function Photos({ detail }: { detail: ApplicationDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('photo.title')} aside={detail.photos.length} testId="application-photos">
      {detail.photos.length === 0 ? <span className="dim">{t('logistics.noPhotos')}</span> : null}
      <div className="photos">
        {detail.photos.map((photo) => (
          <figure key={photo.id}>
            <span className="photo">
              <KeptPhoto fileSha256={photo.fileSha256} alt={photo.fileName} />
            </span>
            <figcaption>{t(`attachmentKind.${photo.kind}`)}</figcaption>
          </figure>
        ))}
      </div>
    </Section>
  );
}
