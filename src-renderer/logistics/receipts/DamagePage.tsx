import { useTranslation } from 'react-i18next';
import type { DamageDetail, DamageStep } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { api } from '../../api/client.ts';
import { useRefresh, useThing } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { Fact } from '../../ui/Fact.tsx';
import { formatFen, formatInstant } from '../../ui/format.ts';
import { LoadedPage } from '../../ui/LoadedPage.tsx';
import { navigate } from '../../ui/navigation.ts';
import { Panel, Section } from '../../ui/Panel.tsx';
import { PaperFrame } from '../../ui/PaperFrame.tsx';
import { usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { Events } from '../Events.tsx';
import { Holder } from '../Holder.tsx';
import { KeptPhoto } from '../../ui/KeptPhoto.tsx';
import { PhotoDialog } from '../../ui/PhotoDialog.tsx';
import { DamageStepDialog } from './DamageStepDialog.tsx';
import { DAMAGE_LINE_COLUMNS, DAMAGE_TONES } from './receipt.columns.tsx';

const back = (): void => navigate('logistics', 'damages');

/** One report: what was found, its photographs, who answers for it, and the step that is due. */
export function DamagePage({ id }: { id: string }) {
  const answer = useThing(['logistics', 'damage'], id, (thing) => api.logistics.damage({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Report detail={detail} />}
    </LoadedPage>
  );
}

const STEPS: StepTable<DamageStep | 'photo'> = [
  ['submit', 'S', 'primary'],
  ['setLiability', 'L', 'primary'],
  ['approve', 'A', 'primary'],
  ['dispose', 'D', 'primary'],
  ['claim', 'C', 'primary'],
  ['close', 'F', 'primary'],
  ['photo', 'P', 'normal'],
];

function Report({ detail }: { detail: DamageDetail }) {
  const { t } = useTranslation();
  const { row, photosMissing } = detail;
  const { open, close, done, steps, keys } = usePaperSteps({
    table: STEPS,
    allowed: detail.allowedActions,
    words: (step) => t(`damageAction.${step}`),
    openOf: (step) => step,
    refresh: useRefresh('logistics'),
  });
  return (
    <PaperFrame
      mark="damage"
      label={t('damage.one', { no: row.reportNo })}
      back={back}
      no={row.reportNo}
      status={{ tone: DAMAGE_TONES[row.status], text: t(`damageStatus.${row.status}`) }}
      about={<span>{row.warehouseName}</span>}
      holder={<Holder {...row} holder={row.holderRole === null ? null : t(`holder.${row.holderRole}`)} />}
      steps={steps}
      keys={keys}
      hints={[
        ...(photosMissing === 0 ? [] : [t('damage.photosMissing', { number: photosMissing })]),
        ...(row.isLate === 0 ? [] : [t('damage.late')]),
      ]}
      lines={
        <ListGrid
          columns={DAMAGE_LINE_COLUMNS}
          rows={detail.lines}
          rowId={(line) => line.id}
          emptyText={t('logistics.noLines')}
          list="logistics.damageLines"
          testId="damage-lines"
        />
      }
      facts={<Facts detail={detail} />}
    >
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
    </PaperFrame>
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
