import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DamageDetail, DamageStep } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { formatFen, formatInstant } from '../../ui/format.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { navigate } from '../../ui/navigation.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { Notice, Tag } from '../../ui/Tag.tsx';
import { PhotoDialog } from '../PhotoDialog.tsx';
import { KeptPhoto } from '../KeptPhoto.tsx';
import { DamageStepDialog } from './DamageStepDialog.tsx';
import { DAMAGE_LINE_COLUMNS, DAMAGE_TONES } from './receipt.columns.tsx';
import { Events } from '../Events.tsx';

const back = (): void => navigate('logistics', 'damages');

/** One report: what was found, its photographs, who answers for it, and the step that is due. */
export function DamagePage({ id }: { id: string }) {
  const detail = useCall(['logistics', 'damage', id], () => api.logistics.damage({ id }), { keep: true });
  useKeys({ Escape: back });
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={back} />;
  if (detail.data === undefined) return <LoadingState lines={12} />;
  return <Report detail={detail.data} />;
}

/** The key of every step; the first that is allowed is the one that is due. */
const STEP_KEYS: readonly (readonly [DamageStep, string])[] = [
  ['submit', 'S'],
  ['setLiability', 'L'],
  ['approve', 'A'],
  ['dispose', 'D'],
  ['claim', 'C'],
  ['close', 'F'],
];

function Report({ detail }: { detail: DamageDetail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<DamageStep | 'photo' | null>(null);
  const { row, allowedActions, photosMissing } = detail;
  const steps = STEP_KEYS.filter(([step]) => allowedActions.includes(step));
  const mayPhoto = allowedActions.includes('photo');
  useKeys({
    ...Object.fromEntries(steps.map(([step, key]) => [`Key${key}`, () => setOpen(step)])),
    ...(mayPhoto ? { KeyP: () => setOpen('photo') } : {}),
  });
  const close = (): void => setOpen(null);
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['logistics'] });
    close();
  };
  return (
    <div className="work application-work" data-testid="damage-page">
      <Panel label={t('damage.one', { no: row.reportNo })}>
        <Head detail={detail} />
        <div className="tools application-actions">
          {steps.map(([step, key]) => (
            <Button key={step} keyName={key} look="primary" onClick={() => setOpen(step)} testId={`do-${step}`}>
              {t(`damageAction.${step}`)}
            </Button>
          ))}
          {mayPhoto ? (
            <Button keyName="P" onClick={() => setOpen('photo')} testId="do-photo">
              {t('damageAction.photo')}
            </Button>
          ) : null}
          {steps.length === 0 && !mayPhoto ? <span className="dim">{t('logistics.nothingForYou')}</span> : null}
        </div>
        {photosMissing === 0 && row.isLate === 0 ? null : (
          <Notice tone="warn" testId="damage-hints">
            {photosMissing === 0 ? null : <div>{t('damage.photosMissing', { number: photosMissing })}</div>}
            {row.isLate === 0 ? null : <div>{t('damage.late')}</div>}
          </Notice>
        )}
        <ListGrid
          columns={DAMAGE_LINE_COLUMNS}
          rows={detail.lines}
          rowId={(line) => line.id}
          emptyText={t('logistics.noLines')}
          list="logistics.damageLines"
          testId="damage-lines"
        />
      </Panel>
      <Facts detail={detail} />
      {open === 'photo' ? (
        <PhotoDialog
          kinds={null}
          send={({ fileName, contentBase64 }) =>
            api.logistics.addDamagePhoto({ reportId: row.id, fileName, contentBase64 })
          }
          onDone={done}
          onClose={close}
        />
      ) : null}
      {open === null || open === 'photo' ? null : (
        <DamageStepDialog detail={detail} step={open} onDone={done} onClose={close} />
      )}
    </div>
  );
}

function Head({ detail: { row } }: { detail: DamageDetail }) {
  const { t } = useTranslation();
  const holder = row.holderRole === null ? '' : t(`holder.${row.holderRole}`);
  return (
    <div className="tools count-head">
      <Button onClick={back} keyName="Esc">
        {t('settlement.back')}
      </Button>
      <h2 className="mono" data-testid="damage-no">
        {row.reportNo}
      </h2>
      <Tag tone={DAMAGE_TONES[row.status]} testId="damage-status">
        {t(`damageStatus.${row.status}`)}
      </Tag>
      <span>{row.warehouseName}</span>
      <span className="grow" />
      <span className="application-holder">
        {row.holderRole === null
          ? t('logistics.nobodySince', { since: formatInstant(row.sinceMs) })
          : t('logistics.heldBy', { holder, since: formatInstant(row.sinceMs), days: row.stayDays })}
      </span>
    </div>
  );
}

function Facts({ detail }: { detail: DamageDetail }) {
  const { t } = useTranslation();
  const { row, photos, events } = detail;
  const word = (prefix: string, value: string | null): string => (value === null ? '' : t(`${prefix}.${value}`));
  const facts = [
    ['receipt.no', row.receiptNo ?? ''],
    ['receipt.sourceDoc', row.sourceDocNo],
    ['receipt.arrived', row.arrivedDate],
    ['goodsOrder.carrier', row.carrier ?? ''],
    ['goodsOrder.waybill', row.waybill ?? ''],
    ['damage.supplier', row.supplierName ?? ''],
    ['damage.liability', word('liability', row.liability)],
    ['damage.value', formatFen(row.valueFen)],
    ['damage.claim', formatFen(row.claimFen)],
    ['damage.claimNo', row.claimNo ?? ''],
    ['damage.disposition', word('disposition', row.disposition)],
    ['damage.reportedBy', `${row.reportedByName} ${formatInstant(row.reportedAtMs)}`],
  ] as const;
  return (
    <Panel testId="damage-facts">
      <div className="scroll" tabIndex={0}>
        <Section title={t('damage.facts')}>
          <dl className="facts">
            {facts.map(([label, text]) => (
              <Fact key={label} label={t(label)} text={text} />
            ))}
          </dl>
        </Section>
        <Section title={t('photo.title')} aside={photos.length} testId="damage-photos">
          {photos.length === 0 ? <span className="dim">{t('logistics.noPhotos')}</span> : null}
          <div className="photos">
            {photos.map((photo) => (
              <figure key={photo.id}>
                <span className="photo">
                  <KeptPhoto fileSha256={photo.fileSha256} alt={photo.fileName} />
                </span>
                <figcaption>{photo.fileName}</figcaption>
              </figure>
            ))}
          </div>
        </Section>
        <Events
          events={events}
          words={(event) => [t(`damageAction.${event.action}`), t(`damageStatus.${event.statusTo}`)]}
          testId="damage-events"
        />
      </div>
    </Panel>
  );
}
